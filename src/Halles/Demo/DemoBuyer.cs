using System.Globalization;
using Halles.Kernel;
using Halles.Mall.Orders;

namespace Halles.Demo;

/// <summary>Who buys in the demo: its two shoppers with an account now and then, else one of many neighbours as a guest.</summary>
internal sealed record DemoBuyer(Contact Contact, Guid? PersonId, Address Address)
{
    // One purchase in so many is each one's: a handful among 200, and never more at a time than somebody may reserve.
    private const int Often = 17;

    private static readonly string[] FirstNames = ["Jeanne", "Karim", "Odette", "Lucas", "Maïa", "Bruno", "Inès", "Gaspard", "Yvonne", "Ousmane", "Clémence", "Étienne"];
    private static readonly string[] LastNames = ["Aubry", "Haddad", "Lemoine", "Pereira", "Etchegaray", "Castel", "Nguyen"];
    private static readonly string[] Streets = ["faubourg Chartrain", "place du Marché", "rue du Four", "quai des Halles", "rue Basse", "impasse des Lavandières", "avenue de la Gare"];

    /// <summary>The buyer of a purchase by its number.</summary>
    public static DemoBuyer Of(int purchase) => (purchase % Often) switch
    {
        14 => Person("Nadia Benali", DemoPeople.Shopper, "+33639980101", "4 rue des Tanneurs"),
        10 => Person("Thomas Keller", DemoPeople.OtherShopper, "+33639980102", "18 faubourg Chartrain"),
        _ => Guest(purchase % (FirstNames.Length * LastNames.Length)),
    };

    private static DemoBuyer Guest(int number)
    {
        var (first, last) = (FirstNames[number % FirstNames.Length], LastNames[number % LastNames.Length]);
        return Person(
            $"{first} {last}",
            $"{Slug.From(first)}.{Slug.From(last)}@exemple.example",
            string.Create(CultureInfo.InvariantCulture, $"+336399802{number:00}"), // 06 39 98 is for fiction only
            $"{1 + Seeded.Pick(first + last, 60)} {Streets[number % Streets.Length]}");
    }

    private static DemoBuyer Person(string name, string email, string phone, string street) => new(
        new Contact(name, email, phone),
        DemoPeople.ShopperId(email),
        new Address { Name = name, Line1 = street, Postcode = "41100", City = "Saint-Aubin-du-Loir", Country = Country.Parse("FR") });
}
