using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Components;
using Microsoft.Net.Http.Headers;

namespace Halles.Web.Hosting;

/// <summary>
/// The files of <c>wwwroot</c>, embedded in the program and served from memory, each compressed once. Their addresses carry
/// a hash of their content, so that browsers keep them for ever.
/// </summary>
public sealed class Assets
{
    private const string Prefix = "wwwroot/";
    private readonly FrozenDictionary<string, Asset> _files;
    private readonly ConcurrentDictionary<(string Name, string? Look), MarkupString> _icons = new();

    public Assets()
    {
        var assembly = Assembly.GetExecutingAssembly();
        _files = assembly.GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(n => n[Prefix.Length..], n => Load(assembly, n), StringComparer.Ordinal);
    }

    /// <summary>The address of a file, with the hash of its content: <c>/mall.css?v=3f2a…</c>.</summary>
    public string Url(string name) => _files.TryGetValue(name, out var file) ? $"/{name}?v={file.Version}" : "/" + name;

    /// <summary>A symbol of the sprite as markup. Pages hold dozens: they are written once.</summary>
    public MarkupString Icon(string name, string? look) => _icons.GetOrAdd((name, look), k =>
        new MarkupString($"<svg class=\"icon{(k.Look is null ? "" : " " + k.Look)}\" aria-hidden=\"true\"><use href=\"{Url("icons.svg")}#i-{k.Name}\" /></svg>"));

    /// <summary>Answers requests for embedded files; everything else goes on.</summary>
    public Task Serve(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value!;
        if (path.Length < 2 || !_files.TryGetValue(path[1..], out var file) || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
        {
            return next(context);
        }

        var response = context.Response;
        response.ContentType = file.ContentType;
        response.Headers[HeaderNames.CacheControl] = context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "public, max-age=3600";
        response.Headers[HeaderNames.Vary] = HeaderNames.AcceptEncoding;
        response.Headers[HeaderNames.ETag] = $"\"{file.Version}\"";
        if (context.Request.Headers.IfNoneMatch.ToString().Contains(file.Version, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var (body, brotli) = file.Bodies.Value;
        if (brotli is not null && context.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal))
        {
            response.Headers[HeaderNames.ContentEncoding] = "br";
            body = brotli;
        }

        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(body).AsTask();
    }

    // Compressed when first asked for: a start waits for none of it.
    private static Asset Load(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var type = TypeOf(name);
        return new Asset(new(() => Bodies(assembly, name, type)), type, Convert.ToHexStringLower(SHA256.HashData(stream).AsSpan(0, 6)));
    }

    private static (byte[] Content, byte[]? Brotli) Bodies(Assembly assembly, string name, string type)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, type.StartsWith("image/png", StringComparison.Ordinal) || type.StartsWith("font/", StringComparison.Ordinal) ? null : Compress(content));
    }

    private static byte[] Compress(byte[] content)
    {
        var buffer = new byte[BrotliEncoder.GetMaxCompressedLength(content.Length)];
        BrotliEncoder.TryCompress(content, buffer, out var length, quality: 11, window: 18);
        return buffer[..length];
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".webmanifest" => "application/manifest+json",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };

    private sealed record Asset(Lazy<(byte[] Content, byte[]? Brotli)> Bodies, string ContentType, string Version);
}
