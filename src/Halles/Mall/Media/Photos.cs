using System.Collections.Concurrent;
using System.IO.Compression;
using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Microsoft.Extensions.Logging;

namespace Halles.Mall.Media;

/// <summary>A file that a browser can be given.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Brotli">Whether it is compressed so.</param>
/// <param name="ForNow">Stands in for a size that cannot be made here: not to be kept for long.</param>
public sealed record PhotoServed(string Path, string ContentType, bool Brotli = false, bool ForNow = false);

/// <summary>
/// Photos from upload to page: checked by content, the original kept among <see cref="MediaStore"/>'s, its sizes made
/// once and kept as files that can be thrown away at any time.
/// </summary>
public sealed class Photos(MediaStore media, DataFolder folder, ILogger<Photos> log)
{
    /// <summary>The largest file that is taken, in bytes.</summary>
    public const int MostBytes = 20_000_000;

    /// <summary>The most pixels that are taken.</summary>
    public const long MostPixels = 50_000_000;

    /// <summary>The shortest side that is taken, in pixels.</summary>
    public const int LeastSide = 160;

    /// <summary>The largest original that is shown as it is where sizes cannot be made, in bytes.</summary>
    public const int MostBytesAsItIs = 300_000;

    private readonly ConcurrentDictionary<string, Lazy<Task<bool>>> _making = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _broken = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _atOnce = new(2);

    /// <summary>The Debian program without which sizes are not made, for the back office to say; null when nothing is missing.</summary>
    public string? Missing { get; init; } = Vips.Missing();

    /// <summary>Checks an upload by its content and takes its metadata out: what may be kept.</summary>
    public static Result<Original> Check(ReadOnlySpan<byte> file)
    {
        if (file.Length is 0 or > MostBytes)
        {
            return file.Length == 0 ? PhotoProblems.Empty : PhotoProblems.TooLarge;
        }

        var format = PhotoFormat.Of(file);
        if (format.Problem is { } problem)
        {
            return problem;
        }

        return PhotoMetadata.Strip(format.Value.ContentType, file) is { } bare
            ? new Original(MediaStore.HashOf(bare), format.Value.ContentType, format.Value.Width, format.Value.Height, bare)
            : PhotoProblems.Damaged;
    }

    /// <summary>
    /// Checks an upload and tries to decode it, where that can be done: what may be kept. The smallest size is there after it.
    /// </summary>
    public async Task<Result<Original>> Accept(ReadOnlyMemory<byte> file, PhotoShape shape)
    {
        var kept = Check(file.Span);
        if (kept.Ok && Missing is null)
        {
            var smallest = PhotoSizes.Widths[0];
            var path = Path.Combine(Cache(kept.Value.Hash), Path.GetFileName(PhotoSizes.Address("", smallest, shape, "webp")));
            if (!File.Exists(path) && !await Once(path, () => Make(kept.Value, path, smallest, shape)).ConfigureAwait(false))
            {
                return PhotoProblems.Damaged;
            }
        }

        return kept;
    }

    /// <summary>Keeps a checked original in this transaction, and has its sizes made after the commit.</summary>
    public static void Keep(WriteSession session, Original original, PhotoShape shape)
    {
        MediaStore.Keep(session, original);
        JobQueue.Enqueue(session, MakePhotoSizes.Name, new PhotoToMake(original.Hash, shape), key: $"photo:{original.Hash}:{shape}");
    }

    /// <summary>One size of a photo, made now if nobody asked for it before; null when there is no such photo or it cannot be shown.</summary>
    public async Task<PhotoServed?> Size(string hash, int width, PhotoShape shape, string type, CancellationToken stop = default)
    {
        var name = Path.GetFileName(PhotoSizes.Address(hash, width, shape, type));
        var file = Path.Combine(Cache(hash), name);
        if (File.Exists(file) || (Missing is null && await Once(file, () => Make(hash, file, width, shape)).WaitAsync(stop).ConfigureAwait(false)))
        {
            return new PhotoServed(file, type == "webp" ? "image/webp" : "image/jpeg");
        }

        return Missing is null || await AsItIs(hash, MostBytesAsItIs, drawing: false).ConfigureAwait(false) is not { } original ? null : original with { ForNow = true };
    }

    /// <summary>A drawing as it is, compressed where the browser takes that; null when there is no such drawing.</summary>
    public async Task<PhotoServed?> Drawing(string hash, bool brotli)
    {
        var plain = await AsItIs(hash, int.MaxValue, drawing: true).ConfigureAwait(false);
        return plain is null || !brotli ? plain : plain with { Path = plain.Path + ".br", Brotli = true };
    }

    /// <summary>Makes every size of a photo that is not there yet.</summary>
    internal async Task MakeAll(string hash, PhotoShape shape, CancellationToken stop)
    {
        if (Missing is null && media.Find(hash) is { Width: > 0 } original)
        {
            foreach (var width in PhotoSizes.Of(original.Width, original.Height, shape))
            {
                await Size(hash, width, shape, "webp", stop).ConfigureAwait(false);
                await Size(hash, width, shape, "jpg", stop).ConfigureAwait(false);
            }
        }
    }

    private string Cache(string hash) => folder.Within(Path.Combine("photos", hash[..2], hash));

    private Task<bool> Make(string hash, string file, int width, PhotoShape shape) =>
        !_broken.ContainsKey(hash) && media.Find(hash) is { Width: > 0 } original && PhotoSizes.Of(original.Width, original.Height, shape).Contains(width)
            ? Make(original, file, width, shape)
            : Task.FromResult(false);

    private async Task<bool> Make(Original original, string file, int width, PhotoShape shape)
    {
        await _atOnce.WaitAsync().ConfigureAwait(false);
        var work = Directory.CreateTempSubdirectory("halles-photo-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(work, "original"), original.Content).ConfigureAwait(false);
            var made = Path.GetFileName(file);
            if (!await Vips.Make(work, "original", made, width, PhotoSizes.Height(width, shape)).ConfigureAwait(false))
            {
                _broken[original.Hash] = 0; // not tried again by each visitor
                log.LogWarning("Photo {Hash} could not be made {Width} wide", original.Hash, width);
                return false;
            }

            Publish(Path.Combine(work, made), file);
            return true;
        }
        finally
        {
            _atOnce.Release();
            Directory.Delete(work, recursive: true);
        }
    }

    private async Task<PhotoServed?> AsItIs(string hash, int mostBytes, bool drawing)
    {
        var file = Path.Combine(Cache(hash), drawing ? "drawing.svg" : "original");
        var type = drawing ? PhotoSizes.Drawing : File.Exists(file + ".type") ? await File.ReadAllTextAsync(file + ".type").ConfigureAwait(false) : "";
        if (File.Exists(file) && type.Length > 0)
        {
            return new PhotoServed(file, type);
        }

        if (media.Find(hash) is not { } original || original.Content.Length > mostBytes || drawing != (original.ContentType == PhotoSizes.Drawing))
        {
            return null;
        }

        var work = Directory.CreateTempSubdirectory("halles-photo-").FullName;
        var (temporary, beside) = (Path.Combine(work, "file"), Path.Combine(work, "beside"));
        await File.WriteAllBytesAsync(temporary, original.Content).ConfigureAwait(false);
        await File.WriteAllBytesAsync(beside, drawing ? Compressed(original.Content) : System.Text.Encoding.ASCII.GetBytes(original.ContentType)).ConfigureAwait(false);
        Publish(beside, file + (drawing ? ".br" : ".type")); // before the file by which the next one knows that both are there
        Publish(temporary, file);
        Directory.Delete(work, recursive: true);
        return new PhotoServed(file, original.ContentType);
    }

    /// <summary>Whoever asks while it is being made waits for the same making.</summary>
    private async Task<bool> Once(string file, Func<Task<bool>> make)
    {
        var lazy = _making.GetOrAdd(file, _ => new Lazy<Task<bool>>(make));
        try
        {
            return await lazy.Value.ConfigureAwait(false);
        }
        finally
        {
            _making.TryRemove(new KeyValuePair<string, Lazy<Task<bool>>>(file, lazy));
        }
    }

    // A reader sees the whole file or none: it is moved into place on one file system.
    private static void Publish(string from, string to)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(to)!);
        var beside = $"{to}.{Environment.CurrentManagedThreadId}.new";
        File.Copy(from, beside, overwrite: true);
        File.Move(beside, to, overwrite: true);
    }

    private static byte[] Compressed(byte[] content)
    {
        using var small = new MemoryStream();
        using (var brotli = new BrotliStream(small, CompressionLevel.SmallestSize))
        {
            brotli.Write(content);
        }

        return small.ToArray();
    }
}
