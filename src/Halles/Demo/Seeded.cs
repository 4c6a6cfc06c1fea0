using System.Security.Cryptography;
using System.Text;

namespace Halles.Demo;

/// <summary>What looks like chance in the demo: worked out from names, so that it is the same every time.</summary>
internal static class Seeded
{
    /// <summary>An id of version 7 for a name, at a time of the demo's past.</summary>
    public static Guid Id(string name, DateTimeOffset at)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        hash[..10].CopyTo(bytes[6..]);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>0 to <paramref name="below"/> − 1, from a name.</summary>
    public static int Pick(string name, int below)
    {
        var hash = 14695981039346656037UL; // FNV-1a
        foreach (var c in name)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        hash ^= hash >> 32; // the low bits of FNV-1a are weak
        return (int)(hash % (ulong)below);
    }

    /// <summary>True for about one name in so many.</summary>
    public static bool OneIn(int many, string name) => Pick(name, many) == 0;
}
