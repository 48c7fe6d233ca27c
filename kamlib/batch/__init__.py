"""Many notebooks over many engagements and accounts, unattended: jobs in, reports out."""
