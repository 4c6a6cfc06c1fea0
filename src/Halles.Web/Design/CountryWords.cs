using System.Globalization;
using Halles.Web.Pages;

namespace Halles.Web.Design;

/// <summary>Countries in the words of the page (Unicode CLDR, by way of .NET).</summary>
public static class CountryWords
{
    /// <summary>What a country is called; its code where nobody knows.</summary>
    public static string CountryName(this PageContext page, string alpha2)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = page.Words.Culture; // RegionInfo speaks the language of the thread
            return new RegionInfo(alpha2).DisplayName;
        }
        catch (ArgumentException)
        {
            return alpha2;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
