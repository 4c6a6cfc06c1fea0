using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Npgsql;
using Npgsql.Internal;

namespace Halles.Kernel.Storage;

/// <summary>
/// Opens connections to PostgreSQL: to its one host or, of several, to the one that writes at the moment. A host that has
/// fallen silent is given up within seconds; TCP by itself would wait for a quarter of an hour.
/// </summary>
internal sealed class PostgresSource : IDisposable
{
    private const int SilentSeconds = 10; // a line without an answer for so long is dead; a server that only takes its time still acknowledges
    private const int ConnectSeconds = 2; // of several hosts one that does not answer must not hold up the others for long
    private const int IpProtoTcp = 6, TcpUserTimeout = 18; // linux/tcp.h

    private readonly NpgsqlMultiHostDataSource? _hosts;
    private volatile bool _away; // nobody wrote when somebody last asked
    private bool _asking;

    public PostgresSource(string connection, int lockSeconds)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection)
        {
            ApplicationName = "halles",
            MaxAutoPrepare = 200,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true, // nothing sets what outlives a transaction
            Options = $"-c idle_in_transaction_session_timeout=60000 -c lock_timeout={lockSeconds}s",
            TcpKeepAlive = true,
            TcpKeepAliveTime = SilentSeconds / 2,
            TcpKeepAliveInterval = 1,
            TargetSessionAttributes = null, // said below; the driver wants it nowhere else
        };
        if (!settings.Host!.Contains(',', StringComparison.Ordinal))
        {
            Data = Builder(settings).Build();
            return;
        }

        settings.Timeout = Math.Min(settings.Timeout, ConnectSeconds);
        _hosts = Builder(settings).BuildMultiHost();
        Data = _hosts.WithTargetSession(TargetSessionAttributes.Primary);
    }

    /// <summary>What EF takes.</summary>
    public NpgsqlDataSource Data { get; }

    /// <summary>Opens a connection, or takes one that is kept.</summary>
    /// <exception cref="NpgsqlException">None can be had; of several hosts, nobody writes at the moment.</exception>
    public NpgsqlConnection Open() => _hosts is null ? Data.OpenConnection() : OpenAmong(_hosts);

    // While nobody writes, one asks for all: threads that waited for silent hosts would be missing where people look around.
    private NpgsqlConnection OpenAmong(NpgsqlMultiHostDataSource hosts)
    {
        var away = _away;
        if (away && Interlocked.Exchange(ref _asking, true))
        {
            throw new NpgsqlException("No host writes at the moment.");
        }

        try
        {
            var connection = Data.OpenConnection();
            _away = false;
            return connection;
        }
        catch (NpgsqlException)
        {
            _away = true;
            hosts.ClearDatabaseStates(); // who was a standby a moment ago may be the one that writes
            throw;
        }
        finally
        {
            if (away)
            {
                Volatile.Write(ref _asking, false);
            }
        }
    }

    public void Dispose()
    {
        Data.Dispose();
        _hosts?.Dispose();
    }

    private static NpgsqlDataSourceBuilder Builder(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ToString());
        builder.UsePhysicalConnectionInitializer(GiveUpSilence, connection =>
        {
            GiveUpSilence(connection);
            return Task.CompletedTask;
        });
        return builder;
    }

    // Keep-alive probes find out while an answer is awaited; while what was sent is not acknowledged only this does, and the
    // driver has no setting for it. Its own timeouts would cancel the statement, and a COMMIT that waits for a standby must
    // never be cancelled: PostgreSQL would then call it done.
    private static void GiveUpSilence(NpgsqlConnection connection)
    {
        if (OperatingSystem.IsLinux() && Line(connection) is { AddressFamily: AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 } line)
        {
            line.SetRawSocketOption(IpProtoTcp, TcpUserTimeout, BitConverter.GetBytes(SilentSeconds * 1000));
        }
    }

    internal static Socket Line(NpgsqlConnection connection) => Line(Connector(connection));

#pragma warning disable NPG9001 // the driver's own parts may change with it; a test looks whether the option is set
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_Connector")]
    private static extern NpgsqlConnector Connector(NpgsqlConnection connection);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_socket")]
    private static extern ref Socket Line(NpgsqlConnector connector);
#pragma warning restore NPG9001
}
