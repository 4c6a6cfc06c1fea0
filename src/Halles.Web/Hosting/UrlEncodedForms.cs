using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Halles.Web.Hosting;

/// <summary>
/// Reads posted forms (application/x-www-form-urlencoded, WHATWG URL standard). The framework's reader refuses the whole
/// form when one field holds U+0000; here the field's own check refuses it, and the page comes back with all that was typed.
/// </summary>
internal static class UrlEncodedForms
{
    private const int MostFields = 2_000;

    /// <summary>Reads the form, if there is one, before anything else asks for it.</summary>
    public static async Task Read(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
        {
            using var reader = new StreamReader(context.Request.Body, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
            context.Request.Form = Parse(await reader.ReadToEndAsync(context.RequestAborted));
        }

        await next(context);
    }

    /// <summary>The fields of a form in their order; those after the first 2,000 are passed over.</summary>
    public static FormCollection Parse(string body)
    {
        var fields = new KeyValueAccumulator();
        foreach (var pair in body.Split('&', StringSplitOptions.RemoveEmptyEntries).Take(MostFields))
        {
            var sign = pair.IndexOf('=', StringComparison.Ordinal);
            fields.Append(Text(sign < 0 ? pair : pair[..sign]), sign < 0 ? "" : Text(pair[(sign + 1)..]));
        }

        return new FormCollection(fields.GetResults());
    }

    private static string Text(string encoded) => Uri.UnescapeDataString(encoded.Replace('+', ' '));
}
