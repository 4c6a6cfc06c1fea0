using System.Buffers.Text;
using Halles.Client;

namespace Halles.Kernel.Api;

/// <summary>Where a list goes on: the ids of the last item that was given, so that nothing is skipped or doubled when rows come and go.</summary>
public static class Cursor
{
    private const int IdBytes = 16;

    /// <summary>The cursor of what follows these ids.</summary>
    public static string After(params ReadOnlySpan<Guid> ids)
    {
        Span<byte> bytes = stackalloc byte[ids.Length * IdBytes];
        for (var i = 0; i < ids.Length; i++)
        {
            ids[i].TryWriteBytes(bytes[(i * IdBytes)..], bigEndian: true, out _);
        }

        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>The ids of a cursor; null when the text is none of so many ids.</summary>
    public static IReadOnlyList<Guid>? Read(string text, int ids)
    {
        Span<byte> bytes = stackalloc byte[ids * IdBytes];
        return Base64Url.IsValid(text, out var length) && length == bytes.Length && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? bytes.ToArray().Chunk(IdBytes).Select(id => new Guid(id, bigEndian: true)).ToList()
            : null;
    }

    /// <summary>A page of a list of which one item more than the limit was read, to know whether there is a next page.</summary>
    public static Listing<TWire> Page<T, TWire>(IReadOnlyList<T> read, int limit, Func<T, TWire> wire, Func<T, string> cursor) =>
        new([.. read.Take(limit).Select(wire)], read.Count > limit ? cursor(read[limit - 1]) : null);
}
