using Halles.Kernel;

namespace Halles.Web.Pages;

/// <summary>Reads a postal address from a form made by <c>AddressFields</c>.</summary>
public static class AddressForm
{
    private const int Longest = Address.MaxLength;

    /// <summary>The address, with a problem on each field that its country's rules refuse.</summary>
    public static Address ReadAddress(this FormReader form)
    {
        var known = Country.TryParse(form.Raw("country"), out var country);
        var address = new Address
        {
            Name = Part(form, AddressField.Name),
            Organisation = Part(form, AddressField.Organisation),
            Line1 = Part(form, AddressField.Street),
            Line2 = form.Text("line2", Longest, required: false),
            District = Part(form, AddressField.District),
            City = Part(form, AddressField.City),
            Region = Part(form, AddressField.Region),
            Postcode = Part(form, AddressField.Postcode),
            SortingCode = Part(form, AddressField.SortingCode),
            Country = known ? country : default,
        }.Tidied();
        foreach (var problem in address.Problems())
        {
            form.Add(FieldName(problem.Field), problem.Problem);
        }

        return address;
    }

    /// <summary>What a part of an address is called in the form.</summary>
    public static string FieldName(AddressField field) => field switch
    {
        AddressField.Name => "recipient",
        AddressField.Street => "line1",
        AddressField.SortingCode => "sorting",
        _ => field.ToString().ToLowerInvariant(),
    };

    private static string Part(FormReader form, AddressField field) => form.Text(FieldName(field), Longest, required: false);
}
