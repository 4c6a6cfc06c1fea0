namespace Halles.Kernel;

/// <summary>The names under which the parts of an address are sent in forms.</summary>
public static class AddressFields
{
    /// <summary>The name of a part: <c>line1</c>, <c>postcode</c>.</summary>
    public static string Name(AddressField field) => field switch
    {
        AddressField.Street => "line1",
        AddressField.SortingCode => "sorting-code",
        _ => field.ToString().ToLowerInvariant(),
    };

    /// <summary>Collects what is wrong with an address, each under <c>prefix.part</c>.</summary>
    /// <param name="withName">Whether the addressee's name belongs to it: not for a place.</param>
    public static void Check(FieldChecks check, string prefix, Address address, bool withName = false)
    {
        foreach (var (field, text) in new[]
        {
            ("name", address.Name), ("organisation", address.Organisation), ("line1", address.Line1), ("line2", address.Line2), ("district", address.District),
            ("city", address.City), ("region", address.Region), ("postcode", address.Postcode), ("sorting-code", address.SortingCode),
        })
        {
            check.Add($"{prefix}.{field}", TextRules.CanBeKept(text) ? null : FieldProblems.NotText);
        }

        foreach (var (field, problem) in address.Problems().Where(p => withName || p.Field is not AddressField.Name))
        {
            check.Add($"{prefix}.{Name(field)}", problem);
        }
    }
}
