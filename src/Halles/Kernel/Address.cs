using System.Text;

namespace Halles.Kernel;

/// <summary>What is wrong with one field of an address.</summary>
public readonly record struct AddressProblem(AddressField Field, Problem Problem);

/// <summary>A postal address. Empty fields are empty strings.</summary>
public sealed record Address
{
    /// <summary>The longest that any line may be.</summary>
    public const int MaxLength = 120;

    public string Name { get; init; } = "";

    public string Organisation { get; init; } = "";

    /// <summary>Street and number.</summary>
    public string Line1 { get; init; } = "";

    /// <summary>Floor, building, care of.</summary>
    public string Line2 { get; init; } = "";

    public string District { get; init; } = "";

    public string City { get; init; } = "";

    /// <summary>State, province or county, where the country's addresses have one.</summary>
    public string Region { get; init; } = "";

    public string Postcode { get; init; } = "";

    public string SortingCode { get; init; } = "";

    public Country Country { get; init; }

    /// <summary>Without spaces at the ends and in double, the postcode in capitals: what is kept.</summary>
    public Address Tidied() => this with
    {
        Name = Tidy(Name),
        Organisation = Tidy(Organisation),
        Line1 = Tidy(Line1),
        Line2 = Tidy(Line2),
        District = Tidy(District),
        City = Tidy(City),
        Region = Tidy(Region),
        Postcode = Tidy(Postcode).ToUpperInvariant(),
        SortingCode = Tidy(SortingCode),
    };

    /// <summary>Everything that stands in the way of sending something there; empty when all is well.</summary>
    public IReadOnlyList<AddressProblem> Problems()
    {
        if (Country.IsNone)
        {
            return [new AddressProblem(AddressField.Country, ValueProblems.AddressCountry)];
        }
        var format = AddressFormat.Of(Country);
        var problems = new List<AddressProblem>();
        foreach (var field in Enum.GetValues<AddressField>())
        {
            var value = Value(field);
            if (string.IsNullOrWhiteSpace(value))
            {
                if (format.Required.Contains(field))
                {
                    problems.Add(new AddressProblem(field, ValueProblems.AddressMissing));
                }
            }
            else if (value.Split('\n').Any(line => line.Length > MaxLength))
            {
                problems.Add(new AddressProblem(field, ValueProblems.AddressLong.With(MaxLength)));
            }
            else if (field == AddressField.Postcode && format.Postcode?.IsMatch(Tidy(value)) == false)
            {
                problems.Add(new AddressProblem(field, ValueProblems.AddressPostcode));
            }
        }
        return problems;
    }

    /// <summary>The lines in the country's order, without the country itself.</summary>
    /// <param name="capitals">Whether the fields that the post wants in capitals are.</param>
    public IReadOnlyList<string> Lines(bool capitals = true)
    {
        var format = AddressFormat.Of(Country);
        return [.. format.Layout.Split('/')
            .SelectMany(layout => Line(layout, format, capitals).Split('\n'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0)];
    }

    /// <summary>On one line: "12 rue des Halles, 75001 Paris".</summary>
    public override string ToString() => string.Join(", ", Lines(capitals: false));

    /// <summary>One line: each field that is there, with the literal text before it; a line of literals alone as it stands.</summary>
    private string Line(string layout, AddressFormat format, bool capitals)
    {
        var line = new StringBuilder();
        var literal = new StringBuilder();
        var fields = 0;
        foreach (var letter in layout)
        {
            if (AddressFormat.FieldOf(letter) is not { } field)
            {
                literal.Append(letter);
                continue;
            }
            fields++;
            var value = Value(field);
            if (value.Length > 0)
            {
                line.Append(line.Length == 0 ? literal.ToString().TrimStart(' ', ',', '-') : literal);
                line.Append(capitals && format.Capitals.Contains(field) ? value.ToUpperInvariant() : value);
            }
            // A field that is not there takes the text before it along, but words still part.
            literal.Clear().Append(value.Length == 0 && line.Length > 0 && literal.Length > 0 ? " " : "");
        }
        return fields == 0 ? literal.ToString() : line.ToString();
    }

    private string Value(AddressField field) => field switch
    {
        AddressField.Name => Name,
        AddressField.Organisation => Organisation,
        AddressField.Street => Line2.Length == 0 ? Line1 : Line1 + "\n" + Line2,
        AddressField.District => District,
        AddressField.City => City,
        AddressField.Region => Region,
        AddressField.Postcode => Postcode,
        AddressField.SortingCode => SortingCode,
        _ => Country.Alpha2,
    };

    private static string Tidy(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
