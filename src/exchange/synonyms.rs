//! Every header that a salon's old program, in Chinese or English, gave to a column.

use super::fields::Field;

/// A field and the headers that mean it, with bars between, the most telling first.
pub type Column = (Field, &'static str);

/// The headers of a column.
pub fn headers(column: &Column) -> impl Iterator<Item = &'static str> + use<> {
    column.1.split('|')
}

const NAME: &str = "姓名|名字|会员姓名|会员名称|会员名|客户姓名|客户名称|顾客姓名|顾客|客户|会员|name|\
     full name|client|client name|customer|customer name|member|member name";
const PHONE: &str = "手机|手机号|手机号码|电话|电话号码|联系电话|联系方式|会员手机|会员手机号|会员电话|\
     客户手机|客户电话|mobile|mobile phone|mobile number|phone|phone number|tel|telephone|\
     cell|cellphone";
const CODE: &str = "会员号|会员编号|会员卡号|卡号|客户编号|顾客编号|编号|code|member code|member no|\
     member number|member id|client code|client id|customer id|customer code|card no|\
     card number|number|id";
const NOTE: &str = "备注|说明|备注信息|note|notes|remark|remarks|comment|memo";
const EXPIRES: &str = "有效期|有效期至|有效期限|到期|到期日|到期日期|到期时间|截止日期|失效日期|过期日期|\
     expiry|expires|expires on|expiry date|expiration|expiration date|valid until|valid to";
const BALANCE: &str = "余额|储值|储值余额|卡余额|账户余额|会员卡余额|储值卡余额|剩余金额|总余额|balance|\
     stored value|card balance|account balance|credit";
const PRINCIPAL: &str = "本金|本金余额|储值本金|实充余额|充值余额|principal|principal balance";
const GIFT: &str = "赠金|赠金余额|储值赠金|赠送|赠送金|赠送余额|赠送金额|奖励金|gift|gift balance|bonus|\
     bonus balance";
const CATEGORY: &str = "分类|类别|项目分类|产品分类|商品分类|所属分类|cate|category|group|department";

/// The columns of members.
pub const MEMBERS: &[Column] = &[
    (Field::Name, NAME),
    (Field::Phone, PHONE),
    (Field::Code, CODE),
    (Field::Gender, "性别|gender|sex"),
    (Field::Birthday, "生日|出生日期|会员生日|出生年月日|birthday|birth date|date of birth|dob"),
    (Field::Tier, "等级|会员等级|级别|会员级别|会员类型|卡类型|卡等级|tier|level|member level|grade"),
    (
        Field::JoinedOn,
        "开卡日期|开卡时间|入会日期|入会时间|注册日期|注册时间|建档日期|办卡日期|创建时间|\
     加入日期|joined|joined on|join date|member since|registered|created|created at|opened on|since",
    ),
    (
        Field::LastVisit,
        "最近到店|最后到店|上次到店|最近到店日期|最后到店日期|最近消费|最近消费日期|最近消费时间|最后消费|\
     最后消费日期|最后消费时间|上次消费|上次消费日期|上次消费时间|last visit|last visit on|last visited|last seen",
    ),
    (Field::Points, "积分|积分余额|会员积分|剩余积分|可用积分|points|points balance|loyalty points"),
    (Field::Note, NOTE),
];

/// The columns of balances.
pub const BALANCES: &[Column] = &[
    (Field::Phone, PHONE),
    (Field::Code, CODE),
    (Field::Name, NAME),
    (Field::Balance, BALANCE),
    (Field::Principal, PRINCIPAL),
    (Field::Gift, GIFT),
    (Field::ExpiresOn, EXPIRES),
    (Field::Note, NOTE),
];

/// The columns of cards.
pub const CARDS: &[Column] = &[
    (Field::Phone, PHONE),
    (Field::Code, "会员号|会员编号|会员卡号|客户编号|member code|member no|client code|code"),
    (Field::Name, NAME),
    (
        Field::Card,
        "次卡|次卡名称|卡名称|卡名|卡项|卡项名称|疗程|疗程卡|疗程名称|套餐名称|套餐|项目|\
     项目名称|服务|card|card name|package|package name|course|item|service",
    ),
    (Field::CardNumber, "卡号|次卡号|次卡编号|card no|card number|card id"),
    (Field::SessionsTotal, "总次数|次数|购买次数|总数|sessions|sessions total|total sessions|total|times"),
    (
        Field::SessionsLeft,
        "剩余次数|剩余|余次|可用次数|剩次|sessions left|left|remaining|remaining sessions|\
     sessions remaining",
    ),
    (Field::Paid, "实付|实付金额|购买金额|购卡金额|卡金额|金额|实收|paid|amount|price|amount paid"),
    (
        Field::BoughtOn,
        "购卡日期|购买日期|开卡日期|开卡时间|办卡日期|购买时间|bought|bought on|purchase date|\
     date",
    ),
    (Field::ExpiresOn, EXPIRES),
    (Field::Note, NOTE),
];

/// The columns of items.
pub const ITEMS: &[Column] = &[
    (
        Field::Name,
        "名称|项目名称|产品名称|商品名称|服务名称|品名|项目|产品|商品|服务|desc|description|name|\
     item|item name|service|service name|product|product name|title",
    ),
    (
        Field::Code,
        "编号|编码|代码|项目编号|项目编码|产品编号|产品编码|商品编号|商品编码|货号|code|\
     item code|sku|id|service code|product code",
    ),
    (Field::Price, "价格|单价|售价|零售价|原价|标价|门市价|price|unit price|list price|retail price"),
    (Field::Category, CATEGORY),
    (Field::Sort, "类型|项目类型|商品类型|type|kind|item type"),
    (
        Field::Cost,
        "成本|成本价|进价|进货价|耗材成本|材料成本|物料成本|cost|cost price|unit cost|material cost",
    ),
    (Field::HandFee, "手工费|手工|项目手工费|手工提成|hand fee|labor fee|labour fee"),
    (Field::Barcode, "条码|条形码|商品条码|barcode|bar code|ean|upc|gtin"),
    (Field::Minutes, "时长|服务时长|分钟|耗时|minutes|duration|length"),
    (Field::Stock, "库存|库存数量|现有库存|当前库存|stock|on hand|in stock|qty on hand|inventory"),
    (Field::StockMin, "最低库存|安全库存|库存下限|预警库存|minimum|min stock|reorder point|reorder level"),
    (Field::Active, "启用|是否启用|状态|在售|上架|isactive|active|enabled"),
    (Field::Note, NOTE),
];

/// The columns of staff.
pub const STAFF: &[Column] = &[
    (
        Field::Name,
        "姓名|名字|员工姓名|员工|技师|技师姓名|发型师|美容师|name|staff|staff name|employee|\
     technician|stylist",
    ),
    (Field::Code, "工号|员工编号|员工号|编号|技师号|number|no|code|staff code|staff id|employee id|id"),
    (Field::Phone, "手机|手机号|手机号码|电话|联系电话|员工手机|mobile|phone|phone number|tel"),
    (Field::Role, "岗位|职位|职务|角色|级别|role|position|job|job title|title"),
    (Field::JoinedOn, "入职日期|入职时间|hired|hired on|hire date|start date|joined"),
    (Field::Active, "在职|是否在职|状态|启用|isactive|active|status"),
    (Field::Note, NOTE),
];

/// The columns of sales.
pub const SALES: &[Column] = &[
    (
        Field::Receipt,
        "单号|订单号|小票号|流水号|账单号|消费单号|收银单号|receipt|receipt no|receipt number|\
     bill|bill no|invoice|invoice no|order|order no|order id",
    ),
    (
        Field::Date,
        "日期|营业日|营业日期|消费日期|消费时间|下单时间|结账时间|收银时间|交易时间|date|\
     sale date|sold on|business date|transaction date",
    ),
    (Field::Time, "时间|time|sale time"),
    (
        Field::Item,
        "项目|项目名称|服务|服务项目|消费项目|品名|商品|商品名称|产品名称|名称|desc|description|\
     item|item name|service|product",
    ),
    (Field::ItemCode, "项目编号|项目编码|商品编码|商品编号|item code|service code|sku"),
    (
        Field::Client,
        "客户|顾客|会员|姓名|会员姓名|客户姓名|顾客姓名|会员号|会员卡号|卡号|client|client code|\
     customer|member|name|code|cust|cust id|client id|customer id|member id|id",
    ),
    (Field::Phone, PHONE),
    (Field::Staff, "技师|员工|服务人员|服务员工|发型师|美容师|staff|technician|stylist|employee|served by"),
    (Field::Quantity, "数量|次数|件数|quantity|qty|count"),
    (
        Field::Amount,
        "金额|实收|实收金额|实付|实付金额|消费金额|小计|应收|amount|total|line total|net amount|\
     paid|sales|revenue",
    ),
    (Field::Price, "单价|价格|原价|price|unit price"),
    (Field::Tender, "支付方式|付款方式|收款方式|结算方式|tender|payment|payment method|paid by"),
    (Field::Note, NOTE),
];
