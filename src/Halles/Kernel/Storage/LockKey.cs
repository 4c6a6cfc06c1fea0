using System.Buffers.Binary;

namespace Halles.Kernel.Storage;

/// <summary>
/// Names something that units of work must not touch at the same time. A batch takes the locks of all its units at its
/// start in one order, so that batches of many nodes never wait for each other in a circle. Two names that share a
/// number only wait longer than they had to.
/// </summary>
public readonly record struct LockKey(long Number)
{
    /// <summary>The lock of a thing with one or two ids.</summary>
    public static LockKey Of(LockKind kind, Guid a, Guid b = default)
    {
        Span<byte> bytes = stackalloc byte[16];
        a.TryWriteBytes(bytes, bigEndian: true, out _);
        var first = BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ ulong.RotateLeft(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), 17);
        b.TryWriteBytes(bytes, bigEndian: true, out _);
        var second = BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ ulong.RotateLeft(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), 31);
        return new LockKey(unchecked((long)(first ^ ulong.RotateLeft(second, 29) ^ ((ulong)kind << 56))));
    }

    /// <summary>The lock of an idempotency key in its scope.</summary>
    public static LockKey Of(LockKind kind, string scope, string key)
    {
        var hash = 14695981039346656037UL; // FNV-1a: must be the same on every node
        foreach (var c in scope + "\n" + key)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return new LockKey(unchecked((long)(hash ^ ((ulong)kind << 56))));
    }
}

/// <summary>What can be locked.</summary>
public enum LockKind
{
    Key = 1,
    Stock,
    Order,
    Basket,
    Slot,
    Person,

    /// <summary>All that the office of one shop writes: its profile, stores and goods.</summary>
    Shop,

    /// <summary>What was looked at, which all nodes add up.</summary>
    Counts,
}
