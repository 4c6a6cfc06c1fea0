using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Halles.Mall.Media;

/// <summary>Serves photos and drawings: for ever the same under one address, from where nothing can run.</summary>
public static class MediaEndpoints
{
    // A browser keeps what it has seen. Caches that serve many ask again after some minutes, so that what is removed is gone there too.
    private const string Everybody = "public, max-age=31536000, immutable, s-maxage=300";
    private const string Nobody = "private, no-store";
    private const string Sandbox = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

    /// <summary>To everybody, unless the mall's office has removed it: then 410.</summary>
    public static async Task<IResult> Serve(string hash, string name, HttpContext context, Photos photos, IRemovedMedia removed)
    {
        if (!removed.IsGone(hash))
        {
            return await Serve(hash, name, context, photos, Everybody).ConfigureAwait(false);
        }

        context.Response.Headers.CacheControl = Nobody;
        return TypedResults.StatusCode(StatusCodes.Status410Gone);
    }

    /// <summary>To whoever may see it though it is removed; the caller says who. Nobody keeps a copy.</summary>
    public static Task<IResult> ServeEvidence(string hash, string name, HttpContext context, Photos photos) => Serve(hash, name, context, photos, Nobody);

    private static async Task<IResult> Serve(string hash, string name, HttpContext context, Photos photos, string caching)
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
        headers.CacheControl = served.ForNow && caching == Everybody ? "public, max-age=300" : caching;
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
