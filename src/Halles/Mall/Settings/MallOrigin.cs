using Halles.Kernel.Storage;

namespace Halles.Mall.Settings;

/// <summary>
/// The scheme and host under which a mall is reached. It decides much: https gives <c>__Host-</c> cookies and HSTS;
/// http is for <c>localhost</c> only, where browsers treat it as safe.
/// </summary>
public static class MallOrigin
{
    /// <summary>Reads an origin: scheme, host and perhaps a port, nothing after them.</summary>
    /// <exception cref="CannotStart">It is none, or http on another host than localhost.</exception>
    public static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var origin) || origin.Scheme is not ("https" or "http") || origin.PathAndQuery != "/" || origin.UserInfo.Length > 0)
        {
            throw new CannotStart($"'{text}' is not the origin of a mall. Write it like https://halles.example.");
        }

        return origin.Scheme == Uri.UriSchemeHttp && origin.Host != "localhost"
            ? throw new CannotStart($"A mall at {text} needs https: http is for http://localhost only. Put a proxy with a certificate before it and give it an https origin.")
            : origin;
    }

    /// <summary>The origin as it is kept: without a slash at its end.</summary>
    public static string Text(Uri origin) => origin.GetLeftPart(UriPartial.Authority);
}
