namespace Halles.Kernel.Tables;

/// <summary>A stream whose beginning can be looked at before it is read.</summary>
public sealed class PeekStream(Stream rest) : ReadOnlyStream
{
    private byte[] _head = [];
    private int _read;

    /// <summary>Its first bytes, fewer where it ends before; to be called once, before reading.</summary>
    public ReadOnlySpan<byte> Peek(int most)
    {
        _head = new byte[most];
        Array.Resize(ref _head, rest.ReadAtLeast(_head, most, throwOnEndOfStream: false));
        return _head;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_read == _head.Length)
        {
            return rest.Read(buffer);
        }

        var length = Math.Min(buffer.Length, _head.Length - _read);
        _head.AsSpan(_read, length).CopyTo(buffer);
        _read += length;
        return length;
    }

    protected override void Dispose(bool disposing) => rest.Dispose();
}

/// <summary>A stream that ends with an error when it is longer than it may be, whatever it says of itself.</summary>
public sealed class CappedStream(Stream rest, long most) : ReadOnlyStream
{
    private long _left = most;

    /// <summary>What is read.</summary>
    public Stream Rest => rest;

    public override int Read(Span<byte> buffer)
    {
        var length = rest.Read(buffer);
        _left -= length;
        return _left >= 0 ? length : throw new InvalidDataException("The file is longer than it may be.");
    }

    protected override void Dispose(bool disposing) => rest.Dispose();
}

/// <summary>A stream that ends with an error when one row of it is longer than it may be: what takes rows says where the next begins.</summary>
public sealed class RowStream(Stream rest, long most) : ReadOnlyStream
{
    private long _read;

    /// <summary>A row begins.</summary>
    public void Next() => _read = 0;

    public override int Read(Span<byte> buffer)
    {
        var length = rest.Read(buffer[..Math.Min(buffer.Length, 64 * 1024)]);
        _read += length;
        return _read <= most ? length : throw new InvalidDataException("A row is longer than it may be.");
    }

    protected override void Dispose(bool disposing) => rest.Dispose();
}

/// <summary>A stream that can only be read on.</summary>
public abstract class ReadOnlyStream : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public abstract override int Read(Span<byte> buffer);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
