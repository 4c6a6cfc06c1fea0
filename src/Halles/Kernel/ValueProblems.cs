namespace Halles.Kernel;

/// <summary>Every way in which a typed value is refused.</summary>
public static class ValueProblems
{
    public static readonly Problem CodeEmpty = new("code-empty", 422, "Enter the code.");
    public static readonly Problem CodeLong = new("code-long", 422, "This code is too long.");
    public static readonly Problem CodeSymbol = new("code-symbol", 422, "A code has only letters and digits, and never U.");

    public static readonly Problem GtinDigits = new("gtin-digits", 422, "A bar code number has only digits.");
    public static readonly Problem GtinLength = new("gtin-length", 422, "A bar code number has 8, 12, 13 or 14 digits.");
    public static readonly Problem GtinCheckDigit = new("gtin-check-digit", 422, "The last digit of this bar code number does not fit the others: one of them is mistyped.");

    public static readonly Problem IbanShape = new("iban-shape", 422, "An IBAN starts with two letters and two digits, followed by letters and digits.");
    public static readonly Problem IbanCountry = new("iban-country", 422, "No country with IBANs has the code {0}.");
    public static readonly Problem IbanLength = new("iban-length", 422, "An IBAN of {0} has {1} characters; this one has {2}.");
    public static readonly Problem IbanChecksum = new("iban-checksum", 422, "The check digits of this IBAN do not fit: a character is mistyped.");

    public static readonly Problem ReferenceShape = new("reference-shape", 422, "A payment reference is RF, two digits, and 1 to 21 letters and digits.");
    public static readonly Problem ReferenceChecksum = new("reference-checksum", 422, "The check digits of this payment reference do not fit: a character is mistyped.");

    public static readonly Problem SirenShape = new("siren-shape", 422, "A SIREN has 9 digits.");
    public static readonly Problem SirenChecksum = new("siren-checksum", 422, "This SIREN does not exist: a digit is mistyped.");
    public static readonly Problem SiretShape = new("siret-shape", 422, "A SIRET has 14 digits.");
    public static readonly Problem SiretChecksum = new("siret-checksum", 422, "This SIRET does not exist: a digit is mistyped.");

    public static readonly Problem CompanyNumberShape = new("company-number-shape", 422, "This is not how firms are numbered in this country.");
    public static readonly Problem CompanyNumberChecksum = new("company-number-checksum", 422, "The check digits of this number do not fit: a digit is mistyped.");

    public static readonly Problem VatNumberCountry = new("vat-number-country", 422, "A VAT number of the European Union starts with the two letters of its country.");
    public static readonly Problem VatNumberShape = new("vat-number-shape", 422, "This is not how a VAT number of {0} is written.");
    public static readonly Problem VatNumberChecksum = new("vat-number-checksum", 422, "The check digits of this VAT number do not fit: a digit is mistyped.");

    public static readonly Problem EmailShape = new("email-shape", 422, "An e-mail address looks like name@example.org.");
    public static readonly Problem EmailLong = new("email-long", 422, "An e-mail address has at most 254 characters, and 64 before the @.");

    public static readonly Problem PhoneShape = new("phone-shape", 422, "A phone number has only digits, after a + if it is from abroad.");
    public static readonly Problem PhoneCountry = new("phone-country", 422, "No country has this international prefix.");
    public static readonly Problem PhoneLength = new("phone-length", 422, "This phone number has too few or too many digits.");

    public static readonly Problem AddressMissing = new("address-missing", 422, "This part of the address is needed.");
    public static readonly Problem AddressPostcode = new("address-postcode", 422, "This is not a postcode of the country chosen.");
    public static readonly Problem AddressLong = new("address-long", 422, "This part of the address is too long: at most {0} characters.");
    public static readonly Problem AddressCountry = new("address-country", 422, "Choose the country.");

    public static readonly Problem HoursShape = new("hours-shape", 422, "Write the hours like 07:00-13:00 15:30-19:30, or leave them empty when closed.");
    public static readonly Problem HoursOverlap = new("hours-overlap", 422, "Two periods of one day overlap.");
    public static readonly Problem HoursDay = new("hours-day", 422, "Write the days as Mo Tu We Th Fr Sa Su, or a date as 2025-12-24.");
}
