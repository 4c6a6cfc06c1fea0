using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Halles.Client;

namespace Halles.Kernel.Api;

/// <summary>How values travel in the API.</summary>
public static class Wire
{
    /// <summary>Strict in what is taken (unknown, missing, doubled and null members are refused), and nothing that is null is sent.</summary>
    public static readonly JsonSerializerOptions Json = Strict(new JsonSerializerOptions(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    /// <summary>Sets options to what the API takes and sends.</summary>
    public static JsonSerializerOptions Strict(JsonSerializerOptions options)
    {
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping; // JSON is never put into a page
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.PropertyNameCaseInsensitive = false;
        options.RespectRequiredConstructorParameters = true;
        options.RespectNullableAnnotations = true;
        options.AllowDuplicateProperties = false;
        return options;
    }

    /// <summary>Kebab-case word of an enumeration, as the API spells it.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The member of an enumeration that a kebab-case word names.</summary>
    public static bool TryWord<T>(string? word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Word(candidate) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>An amount.</summary>
    public static Amount Of(Money money) => new(money.Minor, money.Currency.Code);

    /// <summary>An address.</summary>
    public static PostalAddress Of(Address a) =>
        new(a.Name, a.Line1, a.Postcode, a.City, a.Country.Alpha2, a.Line2, a.Organisation, a.Region, a.District, a.SortingCode);

    /// <summary>An address that was sent; what is wrong with its parts is for its user to say.</summary>
    /// <param name="field">Where it stands in the body.</param>
    public static Result<Address> Of(PostalAddress a, string field) => Country.TryParse(a.Country, out var country)
        ? new Address
        {
            Name = a.Name, Line1 = a.Line1, Line2 = a.Line2, Postcode = a.Postcode, City = a.City, Country = country,
            Organisation = a.Organisation, Region = a.Region, District = a.District, SortingCode = a.SortingCode,
        }
        : ApiProblems.MemberWrong.With("a country of ISO 3166-1, such as FR").On(field + ".country");
}
