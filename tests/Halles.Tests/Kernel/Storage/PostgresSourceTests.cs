using System.Net;
using System.Net.Sockets;
using Halles.Kernel.Storage;
using Halles.Mall.Backups;
using Halles.Testing;
using Npgsql;

namespace Halles.Tests.Kernel.Storage;

public sealed class PostgresSourceTests
{
    [Fact]
    public void Of_several_hosts_the_one_that_writes_is_found_past_one_that_is_down()
    {
        var there = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString);
        there.Host = $"{there.Host}:{FreePort.Next()},{there.Host}:{there.Port}";
        there.TargetSessionAttributes = "primary";
        using var source = new PostgresSource(there.ToString(), 5);

        using var connection = source.Open();
        connection.Port.ShouldBe(there.Port);
        using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
        command.ExecuteScalar().ShouldBe(false);
    }

    [Fact]
    public async Task A_host_that_comes_back_is_found_at_once()
    {
        var there = new NpgsqlConnectionStringBuilder(PostgresServer.ConnectionString);
        var (host, port, back) = (there.Host!, there.Port, FreePort.Next());
        there.Host = $"{host}:{FreePort.Next()},{host}:{back}";
        there.Pooling = false;
        using var source = new PostgresSource(there.ToString(), 5);
        Should.Throw<NpgsqlException>(source.Open);

        using var listener = new TcpListener(IPAddress.Loopback, back);
        listener.Start();
        var forwarding = Forward(listener, host, port);
        using (var connection = source.Open()) // by itself the driver believes for ten seconds that nobody is there
        {
            connection.Port.ShouldBe(back);
        }

        await forwarding;
    }

    [Fact]
    public async Task While_nobody_writes_one_asks_for_all()
    {
        using var silent = new TcpListener(IPAddress.Loopback, FreePort.Next());
        silent.Start(); // the line stands, and nobody speaks
        using var source = new PostgresSource($"Host=127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port},127.0.0.1:{FreePort.Next()};Username=nobody;Database=none;Pooling=false", 5);
        Should.Throw<NpgsqlException>(source.Open);

        Task<string>[] asking = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() => Should.Throw<NpgsqlException>(source.Open).Message))];
        (await Task.WhenAll(asking)).Count(said => said == "No host writes at the moment.").ShouldBe(2);
    }

    [Fact]
    public void A_line_that_has_fallen_silent_is_given_up_within_seconds()
    {
        using var source = new PostgresSource(PostgresServer.ConnectionString, 5);
        using var connection = source.Open();
        Span<byte> milliseconds = stackalloc byte[4];
        PostgresSource.Line(connection).GetRawSocketOption(6, 18, milliseconds); // TCP_USER_TIMEOUT of Linux
        BitConverter.ToInt32(milliseconds).ShouldBe(10_000);
    }

    [Theory]
    [InlineData("Host=a", "a", "5432")]
    [InlineData("Host=a,b;Port=5433", "a,b", "5433,5433")]
    [InlineData("Host=a:1, b", "a,b", "1,5432")]
    public void The_programs_of_PostgreSQL_are_told_the_same_hosts(string connection, string hosts, string ports) =>
        PostgresTools.Hosts(new NpgsqlConnectionStringBuilder(connection)).ShouldBe((hosts, ports));

    private static async Task Forward(TcpListener listener, string host, int port)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var server = new TcpClient(host, port);
        await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(client.GetStream()));
    }
}
