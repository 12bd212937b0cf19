"""The field names of Tripletex's objects: what may be asked for, sorted by and sent, object by object.

Promises: every field that the vendor's document gives the objects of this API, nested ones included, so that a caller
who asks for a documented field is never told that there is none. Does not hold values: without one a field is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

SCALARS = MappingProxyType({"#": "number", "%": "amount", "?": "flag", "@": "day"})
"""The marks of the table below; a name without one is a text."""

# name, then its fields. `*` stands for id, version, changes and url. `name:Shape` is an object, `name[Shape]` a list of
# them and `name[]` a list of texts; `=` lists the values of an enumeration; `!` is not for callers to write.
_TABLE = """
Employee * firstName lastName displayName! employeeNumber dateOfBirth@ email phoneNumberMobileCountry:Country
 phoneNumberMobile phoneNumberHome phoneNumberWork nationalIdentityNumber dnumber internationalId:InternationalId
 bankAccountNumber iban bic creditorBankCountryId# usesAbroadPayment? userType=STANDARD|EXTENDED|NO_ACCESS
 allowInformationRegistration?! isContact? isProxy?! comments address:Address department:Department
 employments[Employment] holidayAllowanceEarned:HolidayAllowanceEarned employeeCategory:EmployeeCategory
 isAuthProjectOverviewURL?! pictureId#! companyId#! vismaConnect2FAactive?!
Company * name displayName! startDate@ endDate@ organizationNumber email phoneNumber phoneNumberMobile faxNumber
 address:Address COMPANY_TYPE currency:Currency accountantOrSimilar?! companyMigration! invoiceShowDeliveryDate?!
Client * name displayName! startDate@ endDate@ organizationNumber email phoneNumber phoneNumberMobile faxNumber
 address:Address type currency:Currency accountantOrSimilar?! companyMigration! invoiceShowDeliveryDate?!
 customerCompanyId#!
Contact * firstName lastName displayName email phoneNumberMobileCountry:Country phoneNumberMobile phoneNumberWork
 customer:Customer department:Department isInactive?
Customer * name organizationNumber globalLocationNumber# supplierNumber# customerNumber# isSupplier? isCustomer?!
 isInactive? accountManager:Employee department:Department email invoiceEmail overdueNoticeEmail bankAccounts[]
 phoneNumber phoneNumberMobile description language displayName isPrivateIndividual? singleCustomerInvoice?
 invoiceSendMethod emailAttachmentType postalAddress:Address physicalAddress:Address deliveryAddress:DeliveryAddress
 category1:CustomerCategory category2:CustomerCategory category3:CustomerCategory invoicesDueIn# invoicesDueInType
 currency:Currency bankAccountPresentation[CompanyBankAccountPresentation] ledgerAccount:Account isFactoring?
 invoiceSendSMSNotification? invoiceSMSNotificationNumber isAutomaticSoftReminderEnabled? isAutomaticReminderEnabled?
 isAutomaticNoticeOfDebtCollectionEnabled? discountPercentage% website
Entitlement * employee:Employee name! entitlementId# customer:Company
SalesModule name costStartDate@
LoggedInUserInfo employeeId#! actualEmployeeId#! employee:Employee companyId#! company:Company language!
 loggedInWithConnect?! employeeIsProxy?!
PostSessionTokenBody employeeToken consumerToken expirationDate
SessionToken * consumerToken:ConsumerToken employeeToken:EmployeeToken expirationDate token encryptionKey!
EmployeeToken * employee:Employee apiConsumer:ApiConsumer token expirationDate
ConsumerToken * apiConsumer:ApiConsumer token expirationDate
ApiConsumer * consumerName emails
Change employeeId#! timestamp! changeType!
Country * name! displayName! isoAlpha2Code! isoAlpha3Code! isoNumericCode!
InternationalId intAmeldingType country:Country number
Address * addressLine1 addressLine2 postalCode city country:Country displayName! addressAsString!
 displayNameInklMatrikkel! knr# gnr# bnr# fnr# snr# unitNumber
DeliveryAddress * addressLine1 addressLine2 postalCode city country:Country displayName! addressAsString!
 displayNameInklMatrikkel! knr# gnr# bnr# fnr# snr# unitNumber name customerVendor:Company
Department * name departmentNumber departmentManager:Employee displayName! isInactive? businessActivityTypeId#!
Employment * employee:Employee employmentId startDate@ endDate@ employmentEndReason division:Division
 lastSalaryChangeDate@ noEmploymentRelationship? isMainEmployer? taxDeductionCode employmentDetails[EmploymentDetails]
 isRemoveAccessAtEmploymentEnded? latestSalary:EmploymentDetails
EmploymentDetails * employment:Employment date@ employmentType employmentForm maritimeEmployment:MaritimeEmployment
 remunerationType workingHoursScheme shiftDurationHours% occupationCode:OccupationCode
 percentageOfFullTimeEquivalent% annualSalary% hourlyWage% payrollTaxMunicipalityId:Municipality monthlySalary%!
MaritimeEmployment fartoeyId paamoenstringsdato avmoenstringsdato antallTimerPerYrkeskodePerMoenstring# shipRegister
 shipType tradeArea
OccupationCode * nameNO code
HolidayAllowanceEarned year# amount% basis% amountExtraHolidayWeek%
EmployeeCategory * displayName name number description
Division * displayName name startDate@ endDate@ organizationNumber municipalityDate@ municipality:Municipality
Municipality * number! name! county! payrollTaxZone! displayName!
Currency * code description factor# displayName isDisabled?
CustomerCategory * name number description type# displayName
CompanyBankAccountPresentation iban bban bic country:Country provider!
Account * number# numberPretty! name description type! legalVatTypes[VatType]! ledgerType balanceGroup! vatType:VatType
 vatLocked? currency:Currency isCloseable? isApplicableForSupplierInvoice? requireReconciliation? isInactive?
 isBankAccount? isInvoiceAccount? bankAccountNumber bankAccountCountry:Country bankName bankAccountIBAN
 bankAccountSWIFT saftCode groupingCode displayName requiresDepartment? requiresProject? invoicingDepartment:Department
 isPostingsExist? quantityType1:ProductUnit quantityType2:ProductUnit department:Department
VatType * name number displayName percentage% deductionPercentage% parentType:VatType
ProductUnit * displayName! displayNameShort! name nameEN nameShort nameShortEN commonCode isDeletable?
"""
_COMPANY_TYPE = (
    "type=NONE|ENK|AS|NUF|ANS|DA|PRE|KS|ASA|BBL|BRL|GFS|SPA|SF|IKS|KF_FKF|FCD|EOFG|BA|STI|ORG|ESEK|SA|SAM|BO|VPFO|OS|FLI"
    "|Other"
)
_EVERY_OBJECT = "id# version# changes[Change]! url!"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object."""

    name: str
    """As the vendor spells it."""
    kind: str
    """text, number, amount, flag, day or object."""
    of: str = ""
    """For an object: which."""
    many: bool = False
    """Whether it is a list."""
    values: tuple[str, ...] = ()
    """For an enumeration: what it may be."""
    read_only: bool = False
    """Whether Tripletex alone sets it; sent along it is ignored, for callers send back what they got."""


Shape = Mapping[str, Field]


def shape_of(name: str) -> Shape:
    """The fields of an object, by name."""
    return _shapes()[name]


@cache
def _shapes() -> Mapping[str, Shape]:
    made: dict[str, Shape] = {}
    lines = _TABLE.replace("COMPANY_TYPE", _COMPANY_TYPE).replace("\n ", " ").split("\n")
    for line in filter(None, lines):
        name, *words = line.replace(" * ", f" {_EVERY_OBJECT} ").split()
        made[name] = MappingProxyType({field.name: field for field in map(_field, words)})
    return MappingProxyType(made)


def _field(word: str) -> Field:
    plain, read_only = word.removesuffix("!"), word.endswith("!")
    if plain.endswith("]"):
        name, _, of = plain.removesuffix("]").partition("[")
        return Field(name, "object" if of else "text", of, many=True, read_only=read_only)
    if ":" in plain:
        name, _, of = plain.partition(":")
        return Field(name, "object", of, read_only=read_only)
    name, _, values = plain.partition("=")
    kind = SCALARS.get(name[-1], "text")
    given = tuple(values.split("|")) if values else ()
    return Field(name if kind == "text" else name[:-1], kind, values=given, read_only=read_only)
