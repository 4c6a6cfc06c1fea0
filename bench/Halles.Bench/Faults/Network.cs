namespace Halles.Bench.Faults;

/// <summary>
/// Network namespaces of their own, as many machines would be, joined to this one by a bridge. The line of each can be cut as
/// a cable is: nobody is told.
/// </summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly string _name = $"halles{Environment.ProcessId}";
    private readonly int _nodes;

    private Network(int nodes) => _nodes = nodes;

    /// <summary>All its addresses.</summary>
    public static string Addresses => "10.231.77.0/24";

    /// <summary>What a machine lacks to have one.</summary>
    public static string? Lacks() => Environment.UserName != "root" ? "network namespaces need root" : Shell.Has("ip") ? null : "ip is missing (Debian: iproute2)";

    public static async Task<Network> Make(int nodes = 1)
    {
        var network = new Network(nodes);
        var name = network._name;
        await Shell.Run($"ip link add {name} type bridge && ip addr add 10.231.77.1/24 dev {name} && ip link set {name} up");
        for (var node = 0; node < nodes; node++)
        {
            var (inside, end) = (network.Inside(node), $"{name}i{node}");
            await Shell.Run($"ip netns add {name}n{node} && ip link add {network.Line(node)} type veth peer name {end} netns {name}n{node} && ip link set {network.Line(node)} master {name} up"
                + $" && {inside} ip addr add {Address(node)}/24 dev {end} && {inside} ip link set {end} up && {inside} ip link set lo up");
        }

        return network;
    }

    /// <summary>The address of who runs inside of one.</summary>
    public static string Address(int node) => $"10.231.77.{10 + node}";

    /// <summary>What is put before a command that is to run inside of one.</summary>
    public string Inside(int node) => $"ip netns exec {_name}n{node} ";

    /// <summary>Cuts its line.</summary>
    public Task Cut(int node) => Shell.Run($"ip link set {Line(node)} down");

    /// <summary>Joins it again.</summary>
    public Task Join(int node) => Shell.Run($"ip link set {Line(node)} up");

    /// <summary>Kills all that runs inside of one, until nothing is left.</summary>
    public Task Kill(int node) => Shell.Run($"while all=$(ip netns pids {_name}n{node}) && [[ $all ]]; do kill -KILL $all; done", mayFail: true);

    public async ValueTask DisposeAsync()
    {
        for (var node = 0; node < _nodes; node++)
        {
            await Kill(node);
            await Shell.Run($"ip netns del {_name}n{node}; ip link del {Line(node)}", mayFail: true);
        }

        await Shell.Run($"ip link del {_name}", mayFail: true);
    }

    private string Line(int node) => $"{_name}o{node}";
}
