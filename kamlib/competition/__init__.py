"""SWOT, rivals, needs, five forces, share of wallet: judgements, and the evidence for them."""
