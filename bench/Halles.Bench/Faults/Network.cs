namespace Halles.Bench.Faults;

/// <summary>A network namespace of its own with a line to this one, which can be cut as a cable is: nobody is told.</summary>
internal sealed class Network : IAsyncDisposable
{
    private readonly string _name = $"halles{Environment.ProcessId}";

    private Network()
    {
    }

    /// <summary>The address of who runs inside.</summary>
    public static string Address => "10.231.77.2";

    /// <summary>What is put before a command that is to run inside.</summary>
    public string Inside => $"ip netns exec {_name} ";

    /// <summary>What a machine lacks to have one.</summary>
    public static string? Lacks() => Environment.UserName != "root" ? "network namespaces need root" : Shell.Has("ip") ? null : "ip is missing (Debian: iproute2)";

    public static async Task<Network> Make()
    {
        var network = new Network();
        var (outside, inside) = ($"{network._name}o", $"{network._name}i");
        await Shell.Run($"ip netns add {network._name} && ip link add {outside} type veth peer name {inside} netns {network._name} && ip addr add 10.231.77.1/30 dev {outside} && ip link set {outside} up"
            + $" && {network.Inside} ip addr add {Address}/30 dev {inside} && {network.Inside} ip link set {inside} up && {network.Inside} ip link set lo up");
        return network;
    }

    /// <summary>Cuts the line.</summary>
    public Task Cut() => Shell.Run($"{Inside} ip link set {_name}i down");

    /// <summary>Joins it again.</summary>
    public Task Join() => Shell.Run($"{Inside} ip link set {_name}i up");

    public async ValueTask DisposeAsync() => await Shell.Run($"ip netns del {_name}; ip link del {_name}o", mayFail: true);
}
