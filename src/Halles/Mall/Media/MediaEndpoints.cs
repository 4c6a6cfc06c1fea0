using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Halles.Mall.Media;

/// <summary>Serves photos and drawings: for ever the same under one address, from where nothing can run.</summary>
internal static class MediaEndpoints
{
    private const string Sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    public static async Task<IResult> Serve(string hash, string name, HttpContext context, Photos photos)
    {
        if (hash.Length != 64 || !hash.All(char.IsAsciiHexDigitLower))
        {
            return TypedResults.NotFound();
        }

        var served = name == "drawing.svg" ? await photos.Drawing(hash, TakesBrotli(context.Request))
            : PhotoSizes.TryParse(name, out var width, out var shape, out var type) ? await photos.Size(hash, width, shape, type, context.RequestAborted)
            : null;
        if (served is null)
        {
            return TypedResults.NotFound();
        }

        var headers = context.Response.Headers;
        headers.CacheControl = served.ForNow ? "public, max-age=300" : "public, max-age=31536000, immutable";
        headers.ContentSecurityPolicy = Sandbox;
        headers.XContentTypeOptions = "nosniff";
        if (served.ContentType == PhotoSizes.Drawing)
        {
            headers.Vary = HeaderNames.AcceptEncoding;
        }

        if (served.Brotli)
        {
            headers.ContentEncoding = "br";
        }

        return TypedResults.PhysicalFile(served.Path, served.ContentType, entityTag: new EntityTagHeaderValue($"\"{hash[..16]}-{name}\""));
    }

    private static bool TakesBrotli(HttpRequest request) =>
        request.GetTypedHeaders().AcceptEncoding.Any(e => e.Value.Equals("br", StringComparison.OrdinalIgnoreCase) && e.Quality is not 0);
}
