"""What people, Outlook and Google write above the columns of persons. (IMPORT 3)

Simplified Chinese and English; Traditional Chinese is folded before it is compared. The plainest stands
first: where a file has several telephone numbers, the mobile one is taken.
"""

from django.utils.translation import pgettext_lazy

from .targets import Column

NAME = (
    *("姓名", "名字", "中文姓名", "联系人", "联系人姓名", "全名", "显示名称", "称呼姓名"),
    *("name", "full name", "display name", "contact", "contact name", "file as", "fn"),
)
FAMILY_NAME = (*("姓", "姓氏", "last name", "family name", "surname", "lastname"),)
GIVEN_NAME = (*("名", "名字(不含姓)", "first name", "given name", "forename", "firstname"),)
LATIN_NAME = (
    *(
        "英文名",
        "英文姓名",
        "外文姓名",
        "外文名",
        "拉丁字母姓名",
        "护照姓名",
        "罗马拼音",
        "拼音姓名",
    ),
    *("name in english", "english name", "latin name", "name in latin letters", "passport name"),
)
NAME_PARTS = (
    Column("family_name", pgettext_lazy("person", "family name"), FAMILY_NAME),
    Column("given_name", pgettext_lazy("person", "given name"), GIVEN_NAME),
)
COMPANY = (
    *(
        "公司",
        "单位",
        "公司名称",
        "单位名称",
        "工作单位",
        "公司单位",
        "企业",
        "企业名称",
        "机构",
        "任职公司",
    ),
    *("组织", "组织名称", "所在单位", "company", "company name", "organisation", "organization"),
    *("organization name", "organization 1 - name", "employer", "org"),
)
TITLE = (
    *(
        "职务",
        "职称",
        "职位",
        "头衔",
        "岗位",
        "job title",
        "title",
        "position",
        "organization title",
    ),
    *("organization 1 - title", "role"),
)
PHONE = (
    *("手机", "手机号", "手机号码", "移动电话", "行动电话", "移动电话号码", "联系手机"),
    *("mobile", "mobile phone", "mobile number", "cell", "cell phone", "primary phone"),
    *(
        "电话",
        "电话号码",
        "联系电话",
        "联络电话",
        "连络电话",
        "联系方式",
        "phone",
        "phone number",
        "tel",
    ),
    *(
        "telephone",
        "phone 1 - value",
        "商务电话",
        "办公电话",
        "单位电话",
        "business phone",
        "work phone",
    ),
    *("商务电话 2", "business phone 2", "公司总机", "company main phone", "住宅电话", "home phone"),
    *("phone 2 - value", "其他电话", "other phone"),
    *("座机", "固定电话", "固话", "公司电话", "客户电话", "电话/手机", "手机/电话"),
)
EMAIL = (
    *(
        "邮箱",
        "电邮",
        "邮件",
        "电子邮箱",
        "电子邮件",
        "电子信箱",
        "邮箱地址",
        "信箱",
        "电子邮件地址",
    ),
    *("e-mail", "email", "mail", "e-mail address", "email address", "e-mail 1 - value"),
    *("email 1 - value", "电子邮件 2 地址", "e-mail 2 address", "e-mail 2 - value"),
)
LANGUAGE = ("语言", "语种", "使用语言", "language")
FORM_OF_ADDRESS = (
    *(
        "称呼",
        "称谓",
        "敬称",
        "尊称",
        "salutation",
        "form of address",
        "courtesy title",
        "name prefix",
    ),
)
BIRTHDAY = (
    "生日",
    "出生日期",
    "出生年月日",
    "出生",
    "birthday",
    "date of birth",
    "birthdate",
    "birth date",
    "bday",
    "dob",
)
