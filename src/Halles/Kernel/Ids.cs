using System.Security.Cryptography;

namespace Halles.Kernel;

/// <summary>Makes UUIDs of version 7 (RFC 9562, 5.7) that rise strictly within this process, whatever the clock does.</summary>
public static class Ids
{
    // 48 bits of Unix milliseconds and 12 bits of counter, kept as one number that only grows: a clock that is
    // set back, or a millisecond with more than 4096 ids, borrows from the next millisecond.
    private static long _last;

    /// <summary>The least that an identifier of this moment can be: where a range by time begins.</summary>
    public static Guid First(DateTimeOffset at)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>A new identifier, greater than every one made before it by this process.</summary>
    public static Guid New(TimeProvider clock) => New(clock.GetUtcNow());

    /// <inheritdoc cref="New(TimeProvider)"/>
    public static Guid New(DateTimeOffset now)
    {
        var fresh = now.ToUnixTimeMilliseconds() << 12;
        long seen, next;
        do
        {
            seen = Volatile.Read(ref _last);
            next = Math.Max(fresh, seen + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, seen) != seen);

        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, next << 4);
        var counter = (int)(next & 0xFFF);
        bytes[6] = (byte)(0x70 | (counter >> 8));
        bytes[7] = (byte)(counter & 0xFF);
        RandomNumberGenerator.Fill(bytes[8..]);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
