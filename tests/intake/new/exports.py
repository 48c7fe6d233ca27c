# ruff: noqa: E501  rows as the systems write them
"""First rows of exports as well-known systems write them; the rows are invented."""

EXPORTS = {
    "olist": {
        "olist_orders_dataset.csv": """\
order_id,customer_id,order_status,order_purchase_timestamp,order_approved_at,order_delivered_carrier_date,order_delivered_customer_date,order_estimated_delivery_date
e481f5,9ef432,delivered,2017-10-02 10:56:33,2017-10-02 11:07:15,2017-10-04 19:55:00,2017-10-10 21:25:13,2017-10-18 00:00:00
53cdb2,b0830f,delivered,2018-07-24 20:41:37,2018-07-26 03:24:27,2018-07-26 14:31:00,2018-08-07 15:27:45,2018-08-13 00:00:00
47770e,41ce2a,canceled,2018-08-08 08:38:49,2018-08-08 08:55:23,2018-08-08 13:50:00,2018-08-17 18:06:29,2018-09-04 00:00:00
""",
        "olist_order_items_dataset.csv": """\
order_id,order_item_id,product_id,seller_id,shipping_limit_date,price,freight_value
e481f5,1,4244733,48436dade,2017-10-06 11:07:15,58.90,13.29
53cdb2,1,e5f2d52,dd7ddc04e,2018-07-30 03:24:27,239.90,19.93
53cdb2,2,c777355,5b51032ed,2018-07-30 03:24:27,199.00,17.87
47770e,1,7634da1,9d7a1d34a,2018-08-13 08:55:23,12.99,12.79
""",
        "olist_customers_dataset.csv": """\
customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state
9ef432,861eff,14409,franca,SP
b0830f,290c77,09790,sao bernardo do campo,SP
41ce2a,060e73,01151,sao paulo,SP
""",
        "olist_products_dataset.csv": """\
product_id,product_category_name,product_name_lenght,product_weight_g
4244733,perfumaria,40,225
e5f2d52,artes,44,1000
c777355,bebes,46,154
7634da1,esporte_lazer,27,371
""",
        "olist_order_payments_dataset.csv": """\
order_id,payment_sequential,payment_type,payment_installments,payment_value
e481f5,1,credit_card,8,72.19
53cdb2,1,boleto,1,476.70
""",
        "olist_order_reviews_dataset.csv": """\
review_id,order_id,review_score,review_comment_title,review_creation_date
7bc2,e481f5,4,,2018-01-18 00:00:00
""",
        "olist_sellers_dataset.csv": """\
seller_id,seller_zip_code_prefix,seller_city,seller_state
48436dade,13023,campinas,SP
""",
    },
    "adventureworks": {
        "SalesOrderHeader.csv": """\
SalesOrderID,RevisionNumber,OrderDate,DueDate,ShipDate,Status,OnlineOrderFlag,SalesOrderNumber,PurchaseOrderNumber,AccountNumber,CustomerID,SalesPersonID,TerritoryID,SubTotal,TaxAmt,Freight,TotalDue
43659,8,2011-05-31,2011-06-12,2011-06-07,5,False,SO43659,PO522145787,10-4020-000676,29825,279,5,20565.62,1971.51,616.09,23153.23
43660,8,2011-05-31,2011-06-12,2011-06-07,5,False,SO43660,PO18850127500,10-4020-000117,29672,279,5,1294.25,124.24,38.82,1457.32
""",
        "SalesOrderDetail.csv": """\
SalesOrderID,SalesOrderDetailID,CarrierTrackingNumber,OrderQty,ProductID,SpecialOfferID,UnitPrice,UnitPriceDiscount,LineTotal
43659,1,4911-403C-98,1,776,1,2024.994,0.00,2024.994
43659,2,4911-403C-98,3,777,1,2024.994,0.00,6074.982
43660,13,6431-4D57-83,1,762,1,419.4589,0.00,419.4589
""",
        "Customer.csv": """\
CustomerID,PersonID,StoreID,TerritoryID,AccountNumber
29825,,292,5,AW00029825
29672,,291,5,AW00029672
""",
    },
    "awdw": {
        "FactInternetSales.csv": """\
ProductKey,OrderDateKey,DueDateKey,ShipDateKey,CustomerKey,PromotionKey,CurrencyKey,SalesTerritoryKey,SalesOrderNumber,SalesOrderLineNumber,RevisionNumber,OrderQuantity,UnitPrice,ExtendedAmount,UnitPriceDiscountPct,DiscountAmount,ProductStandardCost,TotalProductCost,SalesAmount,TaxAmt,Freight,OrderDate,DueDate,ShipDate
310,20101229,20110110,20110105,21768,1,19,6,SO43697,1,1,1,3578.27,3578.27,0,0,2171.2942,2171.2942,3578.27,286.2616,89.4568,2010-12-29,2011-01-10,2011-01-05
346,20101229,20110110,20110105,28389,1,39,7,SO43698,1,1,2,3399.99,6799.98,0,0,1912.1544,3824.3088,6799.98,543.9984,169.9996,2010-12-29,2011-01-10,2011-01-05
""",
    },
    "contoso": {
        "sales.csv": """\
OrderKey,LineNumber,OrderDate,DeliveryDate,CustomerKey,StoreKey,ProductKey,Quantity,UnitPrice,NetPrice,UnitCost,CurrencyCode,ExchangeRate
1000,0,2015-01-01,2015-01-01,947009,400,48,1,112.46,98.97,57.34,GBP,0.64
1000,1,2015-01-01,2015-01-01,947009,400,460,1,749.75,659.78,382.25,GBP,0.64
1001,0,2015-01-01,2015-01-01,1772036,430,1730,2,54.38,54.38,25.00,USD,1.0
""",
        "customer.csv": """\
CustomerKey,GeoAreaKey,Gender,Title,GivenName,Surname,StreetAddress,City,State,CountryFull,Company
947009,631,male,Mr.,Joe,Lynch,1 Road,London,LDN,United Kingdom,Big Star
1772036,781,female,Ms.,Ana,Roe,2 Road,Miami,FL,United States,Laneco
""",
        "product.csv": """\
ProductKey,ProductCode,ProductName,Manufacturer,Brand,Cost,Price,CategoryName
48,0101048,Contoso 8GB,Contoso,Contoso,57.34,112.46,Audio
460,0308060,WWI PC,WWI,WWI,382.25,749.75,Computers
1730,0806051,SV DVD,SV,SV,25.00,54.38,Music
""",
    },
    "maven_electronics": {
        "Sales.csv": """\
Order Number,Line Item,Order Date,Delivery Date,CustomerKey,StoreKey,ProductKey,Quantity,Currency Code
366000,1,1/1/2016,,265598,10,1304,1,CAD
366001,1,1/13/2016,1/15/2016,1269051,0,1048,2,USD
""",
        "Products.csv": """\
ProductKey,Product Name,Brand,Color,Unit Cost USD,Unit Price USD,SubcategoryKey,Subcategory,CategoryKey,Category
1304,Contoso Lens,Contoso,White,31.27,68.00,0406,Cameras,04,Cameras
1048,AW Phone,AW,Black,141.47,307.65,0501,Phones,05,Phones
""",
    },
    "chinook": {
        "Invoice.csv": """\
InvoiceId,CustomerId,InvoiceDate,BillingAddress,BillingCity,BillingState,BillingCountry,BillingPostalCode,Total
1,2,2009-01-01 00:00:00,Theodor-Heuss-Str 34,Stuttgart,,Germany,70174,1.98
2,4,2009-01-02 00:00:00,Ullevalsveien 14,Oslo,,Norway,0171,3.96
""",
        "InvoiceLine.csv": """\
InvoiceLineId,InvoiceId,TrackId,UnitPrice,Quantity
1,1,2,0.99,1
2,1,4,0.99,1
3,2,6,0.99,4
""",
        "Customer.csv": """\
CustomerId,FirstName,LastName,Company,Address,City,State,Country,PostalCode,Phone,Fax,Email,SupportRepId
2,Leonie,Kohler,,Theodor-Heuss-Str 34,Stuttgart,,Germany,70174,+49 0711,,leonie@x.de,5
4,Bjorn,Hansen,Acme,Ullevalsveien 14,Oslo,,Norway,0171,+47 22,,b@x.no,4
""",
        "Employee.csv": """\
EmployeeId,LastName,FirstName,Title,ReportsTo,BirthDate
1,Adams,Andrew,General Manager,,1962-02-18
""",
        "Track.csv": """\
TrackId,Name,AlbumId,MediaTypeId,GenreId,Composer,Milliseconds,Bytes,UnitPrice
2,Balls,1,1,1,X,342562,5510424,0.99
4,Restless,1,1,1,Y,230619,3990994,0.99
6,Go,1,1,1,Y,230619,3990994,0.99
""",
    },
    "bikestores": {
        "orders.csv": """\
order_id,customer_id,order_status,order_date,required_date,shipped_date,store_id,staff_id
1,259,4,2016-01-01,2016-01-03,2016-01-03,1,2
2,1212,4,2016-01-01,2016-01-04,2016-01-03,2,6
""",
        "order_items.csv": """\
order_id,item_id,product_id,quantity,list_price,discount
1,1,20,1,599.99,0.2
1,2,8,2,1799.99,0.07
2,1,20,1,599.99,0.07
""",
        "customers.csv": """\
customer_id,first_name,last_name,phone,email,street,city,state,zip_code
259,Johnathan,Velazquez,,j@x.com,9680 E. Somerset Street,Pleasanton,CA,94566
1212,Jaqueline,Cummings,,q@x.com,478 Wrangler St.,Huntington,NY,11743
""",
        "products.csv": """\
product_id,product_name,brand_id,category_id,model_year,list_price
20,Electra Townie,1,3,2016,599.99
8,Trek Remedy,9,6,2016,1799.99
""",
    },
    "superstore_en": {
        "Superstore.csv": """\
Row ID,Order ID,Order Date,Ship Date,Ship Mode,Customer ID,Customer Name,Segment,Country,City,State,Postal Code,Region,Product ID,Category,Sub-Category,Product Name,Sales,Quantity,Discount,Profit
1,CA-2016-152156,11/8/2016,11/11/2016,Second Class,CG-12520,Claire Gute,Consumer,United States,Henderson,Kentucky,42420,South,FUR-BO-10001798,Furniture,Bookcases,Bush Bookcase,261.96,2,0,41.9136
2,CA-2016-138688,6/13/2016,6/16/2016,Second Class,DV-13045,Darrin Van Huff,Corporate,United States,Los Angeles,California,90036,West,OFF-LA-10000240,Office Supplies,Labels,Self-Adhesive,14.62,2,0.2,6.8714
""",
    },
    "online_retail_ii": {
        "online_retail_II.csv": """\
Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country
489434,85048,15CM CHRISTMAS GLASS BALL,12,2009-12-01 07:45:00,6.95,13085.0,United Kingdom
C489449,22087,PAPER BUNTING,-12,2009-12-01 10:33:00,2.95,16321.0,Australia
""",
    },
    "sap_en": {
        "VBRK.csv": """\
VBELN;FKART;VKORG;VTWEG;KUNAG;KUNRG;FKDAT;NETWR;WAERK
90000001;F2;1000;10;0000001000;0000001000;20240115;1500.00;EUR
90000002;F2;1000;10;0000002000;0000002000;20240213;250.00;EUR
""",
        "VBRP.csv": """\
VBELN;POSNR;MATNR;ARKTX;FKIMG;VRKME;NETWR;WAVWR
90000001;000010;000000000000000100;Pump;10;ST;1000.00;600.00
90000001;000020;000000000000000200;Seal;100;ST;500.00;200.00
90000002;000010;000000000000000100;Pump;2;ST;250.00;120.00
""",
        "KNA1.csv": """\
KUNNR;NAME1;LAND1;ORT01;PSTLZ;BRSCH;KONZS;TELF1;STRAS
0000001000;Muster AG;DE;Berlin;10115;MASC;;030 1;Weg 1
0000002000;Beispiel GmbH;DE;Hamburg;20095;CHEM;0000001000;040 1;Weg 2
""",
        "BSID.csv": """\
BUKRS;KUNNR;BELNR;BUDAT;BLDAT;ZFBDT;ZTERM;DMBTR;SHKZG
1000;0000001000;1800000001;20240115;20240115;20240115;0001;1785.00;S
""",
    },
    "sap_orders": {
        "VBAK.csv": """\
VBELN,ERDAT,AUDAT,AUART,KUNNR,NETWR,WAERK,VKORG
1,20240102,20240102,TA,1000,35.00,EUR,1000
2,20240115,20240115,TA,2000,20.00,EUR,1000
""",
        "VBAP.csv": """\
VBELN,POSNR,MATNR,ARKTX,KWMENG,NETPR,NETWR
1,10,A,Pump,2,10.00,20.00
1,20,B,Seal,3,5.00,15.00
2,10,A,Pump,2,10.00,20.00
""",
    },
    "sap_report_de": {
        "Umsatzbericht.csv": """\
Auftraggeber;Name 1;Faktura;Fakturadatum;Material;Bezeichnung;Fakturierte Menge;Nettowert;Währung;Verrechnungswert
1000;Muster AG;90000001;15.01.2024;M-1;Pumpe;10;1.000,00;EUR;600,00
2000;Beispiel GmbH;90000002;28.02.2024;M-2;Dichtung;2;250,50;EUR;120,00
""",
    },
    "kingdee": {
        "销售出库单列表.csv": """\
单据编号,单据日期,客户编码,客户名称,存货编码,存货名称,规格型号,主计量单位,数量,含税单价,无税金额,税额,价税合计,税率,业务员,部门
XSCK0001,2024-01-15,C001,杭州甲有限公司,01001,阀门,DN50,个,10,11.30,100.00,13.00,113.00,13%,王某,一部
XSCK0002,2024-02-16,C002,宁波乙有限公司,01002,水泵,P1,台,2,565.00,1000.00,130.00,1130.00,13%,李某,二部
""",
    },
    "kingdee_tax_only": {
        "销售出库序时簿.csv": """\
日期,单据编号,购货单位,产品代码,产品名称,实发数量,含税单价,价税合计
2024-01-15,XOUT001,杭州甲有限公司,01.001,阀门,10,11.30,113.00
2024-02-16,XOUT002,宁波乙有限公司,01.002,水泵,2,565.00,1130.00
""",
    },
    "yonyou_cols": {
        "销售发票.csv": """\
cSBVCode,dDate,cCusCode,cCusName,cInvCode,cInvName,iQuantity,iUnitPrice,iMoney,iTax,iSum
FP001,2024-01-15,C001,甲公司,01001,阀门,10,10,100,13,113
FP002,2024-02-15,C002,乙公司,01002,水泵,2,500,1000,130,1130
""",
        "客户档案.csv": """\
cCusCode,cCusName,cCCCode,cTrade,cCusAddress,cCusPhone,iCusCreLine
C001,甲公司,01,机械,杭州,0571,10000
C002,乙公司,02,化工,宁波,0574,20000
""",
    },
    "dynamics_nav": {
        "Sales Invoice Lines.csv": """\
Document No.,Line No.,Sell-to Customer No.,Type,No.,Description,Quantity,Unit Price,Line Discount %,Amount,Amount Including VAT,Posting Date,Unit Cost (LCY)
103001,10000,10000,Item,1000,Bicycle,2,4000,5,7600,9500,01/25/2024,2500
103002,10000,20000,Item,1100,Wheel,4,100,0,400,500,02/26/2024,60
""",
    },
    "dynamics_ax": {
        "CustInvoiceTrans.csv": """\
InvoiceId,InvoiceDate,OrderAccount,ItemId,Name,Qty,SalesPrice,DiscPercent,LineAmount,CurrencyCode
CIV-1,2024-01-15,US-001,D0001,Speaker,10,50,0,500,USD
CIV-2,2024-01-16,US-002,D0002,Cable,100,2,0,200,USD
""",
    },
    "netsuite": {
        "SalesByCustomerDetail.csv": """\
Customer,Date,Document Number,Type,Item,Quantity,Item Rate,Amount
100 Acme Inc,1/15/2024,INV1001,Invoice,Widget,10,12.50,125.00
101 Beta LLC,2/16/2024,INV1002,Credit Memo,Gadget,-1,20.00,-20.00
""",
    },
    "quickbooks": {
        "SalesByCustomerDetail.csv": """\
Date,Transaction type,Num,Customer full name,Product/Service full name,Memo/Description,Quantity,Sales price,Amount,Balance
01/15/2024,Invoice,1001,Amy's Bird Sanctuary,Landscaping:Pest Control,Pest Control,1,35.00,35.00,35.00
01/16/2024,Invoice,1002,Bill's Windsurf Shop,Design,Custom Design,2,75.00,150.00,185.00
""",
    },
    "shopify": {
        "orders_export.csv": """\
Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Billing Company,Id
#1001,a@x.com,paid,2024-01-15 10:00:00 +0100,fulfilled,EUR,50.00,5.00,8.00,58.00,,0.00,2024-01-15 09:59:00 +0100,2,Mug,12.50,MUG-1,Ann A,Acme,111
#1001,a@x.com,,,,,,,,,,,2024-01-15 09:59:00 +0100,1,Cup,25.00,CUP-1,,,
#1002,b@x.com,refunded,2024-01-16 10:00:00 +0100,fulfilled,EUR,12.50,5.00,2.00,17.50,,0.00,2024-01-16 09:59:00 +0100,1,Mug,12.50,MUG-1,Ben B,Beta,112
""",
    },
    "amazon": {
        "amazon_orders.txt": """\
amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\tfulfillment-channel\tsales-channel\tproduct-name\tsku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tship-country\tbuyer-email
111-1\t\t2024-01-15T10:00:00+00:00\t2024-01-16T10:00:00+00:00\tShipped\tAmazon\tAmazon.com\tMug\tMUG-1\tB00X\tShipped\t2\tUSD\t25.00\t2.00\tUS\tx1@marketplace.amazon.com
111-2\t\t2024-01-16T10:00:00+00:00\t2024-01-17T10:00:00+00:00\tCancelled\tAmazon\tAmazon.com\tCup\tCUP-1\tB00Y\tCancelled\t1\tUSD\t9.00\t1.00\tUS\tx2@marketplace.amazon.com
""",
    },
    "salesforce": {
        "opportunities.csv": """\
Opportunity ID,Account Name,Account ID,Opportunity Name,Stage,Amount,Close Date,Type,Opportunity Owner,Amount Currency
006A,Acme,001A,Acme - 10 units,Closed Won,10000,2024-01-15,New Business,J Doe,USD
006B,Beta,001B,Beta - pilot,Closed Lost,5000,2024-02-16,Renewal,J Doe,USD
""",
    },
    "crm_maven": {
        "sales_pipeline.csv": """\
opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value
1C1I7A6R,Moses Frase,GTX Plus Basic,Cancity,Won,2016-10-20,2017-03-01,1054
Z063OYW0,Darcel Schlecht,GTXPro,Isdom,Lost,2016-10-25,2017-03-11,0
""",
        "accounts.csv": """\
account,sector,year_established,revenue,employees,office_location,subsidiary_of
Cancity,retail,2001,718.62,2448,United States,
Isdom,medical,2002,3178.24,4540,United States,Cancity
""",
        "products.csv": """\
product,series,sales_price
GTX Plus Basic,GTX,1096
GTXPro,GTX,4821
""",
        "sales_teams.csv": """\
sales_agent,manager,regional_office
Moses Frase,Dustin Brinkmann,Central
""",
    },
    "dunnhumby": {
        "transaction_data.csv": """\
household_key,BASKET_ID,DAY,PRODUCT_ID,QUANTITY,SALES_VALUE,STORE_ID,RETAIL_DISC,TRANS_TIME,WEEK_NO
2375,26984851472,1,1004906,1,1.39,364,-0.60,1631,1
2375,26984851472,1,1033142,1,0.82,364,0,1631,1
""",
    },
    "instacart": {
        "orders.csv": """\
order_id,user_id,eval_set,order_number,order_dow,order_hour_of_day,days_since_prior_order
2539329,1,prior,1,2,08,
2398795,1,prior,2,3,07,15.0
""",
        "order_products__prior.csv": """\
order_id,product_id,add_to_cart_order,reordered
2539329,33120,1,1
2398795,28985,2,1
""",
    },
    "taobao": {
        "ExportOrderList.csv": """\
订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货人姓名,订单创建时间,订单付款时间,宝贝标题,宝贝总数量
1001,tb_a,100.00,95.00,交易成功,张三,2024-01-15 10:00:00,2024-01-15 10:05:00,杯子,2
1002,tb_b,50.00,50.00,交易关闭,李四,2024-01-16 10:00:00,2024-01-16 10:05:00,碗,1
""",
    },
    "zh_pack": {
        "2024年1月销售明细.csv": """\
客户名称,订单编号,下单日期,产品编码,产品名称,数量,单价,金额
甲公司,D1,2024/1/15,P1,阀门,2,10.5,21
乙公司,D2,2024/1/16,P2,水泵,1,500,500
""",
        "2024年2月销售明细.csv": """\
客户名称,订单编号,下单日期,产品编码,产品名称,数量,单价,金额
甲公司,D3,2024/2/15,P1,阀门,4,10.5,42
丙公司,D4,2024/2/16,P2,水泵,1,500,500
""",
        "应收账款账龄.csv": """\
客户名称,发票号,开票日期,到期日,应收金额,收款日期
甲公司,F1,2024-01-20,2024-02-20,21,2024-02-18
乙公司,F2,2024-01-21,2024-02-21,500,
""",
        "客户清单.csv": """\
客户编号,客户名称,所属行业,区域,客户经理
1,甲公司,机械,华东,王五
2,乙公司,化工,华北,赵六
3,丙公司,机械,华东,王五
""",
        "满意度调查.csv": """\
客户名称,题目,评分
甲公司,交货及时,4
""",
        "回款记录.csv": """\
客户名称,收款日期,收款金额,收款单号
甲公司,2024-02-18,21,SK1
""",
        "拜访记录.csv": """\
客户名称,拜访日期,拜访类型,时长
甲公司,2024-02-01,上门拜访,2
""",
        "2024年销售目标.csv": """\
客户编号,年度,指标,目标值
1,2024,销售额,1000
""",
    },
}
