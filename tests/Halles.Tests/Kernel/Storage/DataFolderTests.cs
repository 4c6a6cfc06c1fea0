using Halles.Kernel.Storage;

namespace Halles.Tests.Kernel.Storage;

public sealed class DataFolderTests : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("halles-folder-").FullName;

    [Fact]
    public void One_holds_the_lock_until_it_lets_go()
    {
        using (var first = DataFolder.TryLock(_path))
        {
            first!.Writable.ShouldBeTrue();
            DataFolder.TryLock(_path).ShouldBeNull();
            DataFolder.ForReading(_path).Writable.ShouldBeFalse();
        }

        using var next = DataFolder.TryLock(_path);
        next.ShouldNotBeNull();
    }

    [Fact]
    public void A_missing_folder_is_made()
    {
        using var folder = DataFolder.TryLock(Path.Combine(_path, "a", "b"));
        Directory.Exists(folder!.Path).ShouldBeTrue();
    }

    [Fact]
    public void A_file_in_its_place_is_said_in_one_line()
    {
        var file = Path.Combine(_path, "file");
        File.WriteAllText(file, "");
        var refused = Should.Throw<CannotStart>(() => DataFolder.TryLock(file));
        refused.Message.ShouldContain(file);
        refused.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void A_reader_cannot_open_the_writing_connection()
    {
        using var database = new MallDatabase(DataFolder.ForReading(_path), null);
        Should.Throw<InvalidOperationException>(database.OpenWrite);
    }

    [Theory, InlineData(10), InlineData(200)]
    public void The_socket_has_a_name_that_the_system_takes(int length)
    {
        var folder = DataFolder.ForReading(Path.Combine(_path, new string('é', length)));
        _ = new System.Net.Sockets.UnixDomainSocketEndPoint(folder.Socket);
        DataFolder.ForReading(folder.Path).Socket.ShouldBe(folder.Socket);
        DataFolder.ForReading(folder.Path + "2").Socket.ShouldNotBe(folder.Socket);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
