using Halles.Demo;
using Halles.Mall.Settings;
using Halles.Web.Pages;

namespace Halles.Web.Commands;

/// <summary>Tells whoever opens the demo who lives there and how to sign in as them.</summary>
internal static class DemoSigns
{
    /// <summary>Says it on standard output, with addresses to follow.</summary>
    public static void Show(MallSettings settings)
    {
        var links = new Links(settings.Languages[0]);
        Output.Say(
            $"""

            Sign in at {settings.Origin}{links.SignIn} as one of these, password: {DemoPeople.Password}
              shopper     {DemoPeople.Shopper}
              merchant    {DemoPeople.Merchant}   then {settings.Origin}{links.Desk}
              operator    {DemoPeople.Operator}   then {settings.Origin}{links.Office}
            """);
    }
}
