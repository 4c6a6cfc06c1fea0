using System.Runtime.InteropServices;

namespace Halles.Bench.Faults;

/// <summary>An ext4 file system in a file, mounted for a trial: it can be filled, made read-only by an error, and lose its power.</summary>
internal sealed partial class LoopDisk : IAsyncDisposable
{
    private const uint Shutdown = 0x8004587D; // EXT4_IOC_SHUTDOWN
    private readonly string _image;
    private bool _mounted;

    private LoopDisk(string image, string folder) => (_image, Folder) = (image, folder);

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    /// <summary>What a machine lacks to have one.</summary>
    public static string? Lacks() => Environment.UserName != "root" ? "mounting needs root" : Shell.Has("mkfs.ext4", "mount", "losetup") ? null : "mkfs.ext4 and mount are missing (Debian: e2fsprogs, mount)";

    public static async Task<LoopDisk> Make(string folder, int megabytes)
    {
        var disk = new LoopDisk(folder + ".img", folder);
        await Shell.Run($"truncate -s {megabytes}M {disk._image} && mkfs.ext4 -q -m 0 -E lazy_itable_init=0,lazy_journal_init=0 {disk._image} && mkdir -p {folder}");
        await disk.Mount();
        return disk;
    }

    public async Task Mount()
    {
        await Shell.Run($"mount -o loop,errors=remount-ro {_image} {Folder}");
        _mounted = true;
    }

    public async Task Unmount()
    {
        await Shell.Run($"umount {Folder}");
        _mounted = false;
    }

    /// <summary>Fills it to the last byte with a file of that name.</summary>
    public Task Fill(string name) => Shell.Run($"cat /dev/zero >{Folder}/{name}", mayFail: true);

    /// <summary>An error of the file system, after which Linux lets nobody write to it.</summary>
    public Task Fail() => Shell.Run($"echo 1 >/sys/fs/ext4/$(basename $(findmnt -n -o SOURCE {Folder}))/trigger_fs_error");

    /// <summary>Mends it, as an operator does who unmounts it first.</summary>
    public Task Mend() => Shell.Run($"e2fsck -f -y {_image}", mayFail: true);

    /// <summary>From here on nothing reaches it, and what was not written yet, its journal too, is gone.</summary>
    public void CutPower()
    {
        uint withoutFlushingTheJournal = 2;
        var file = open(Folder, 0);
        _ = ioctl(file, Shutdown, ref withoutFlushingTheJournal) == 0 ? true : throw new InvalidOperationException($"The power could not be cut: {Marshal.GetLastPInvokeErrorMessage()}");
        _ = close(file);
    }

    public async ValueTask DisposeAsync()
    {
        if (_mounted)
        {
            await Shell.Run($"umount {Folder} || umount -l {Folder}", mayFail: true);
        }

        File.Delete(_image);
    }

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ioctl(int file, nuint request, ref uint argument);

    [LibraryImport("libc")]
    private static partial int close(int file);
}
