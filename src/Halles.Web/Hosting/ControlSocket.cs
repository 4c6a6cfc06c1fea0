using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Halles.Kernel;
using Halles.Kernel.Storage;
using Halles.Web.Commands;

namespace Halles.Web.Hosting;

/// <summary>
/// Takes errands of the command line at a Unix socket in the data folder that only its owner can open. One line of JSON
/// asks (verb and arguments); lines of JSON answer: steps, and last the result or the problem.
/// </summary>
internal sealed class ControlSocket(DataFolder folder, IServiceProvider services, ILogger<ControlSocket> log) : BackgroundService
{
    private Socket? _listener;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        File.Delete(folder.Socket); // left by a server that was killed; the folder's lock is ours
        _listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        _listener.Bind(new UnixDomainSocketEndPoint(folder.Socket));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder.Socket, UnixFileMode.UserRead | UnixFileMode.UserWrite); // before it listens
        }

        _listener.Listen(backlog: 4);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        if (_listener is not null)
        {
            _listener.Dispose();
            File.Delete(folder.Socket);
        }

        base.Dispose();
    }

    /// <summary>Gives an errand to the server that holds a folder, and waits for its answer.</summary>
    /// <exception cref="CannotStart">Nobody takes errands there.</exception>
    public static async Task<Result<JsonObject>> Ask(DataFolder folder, Errand errand, JsonObject arguments, IProgress<Step> progress, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(folder.Socket), stop);
        }
        catch (SocketException)
        {
            throw new CannotStart($"Another process is writing to {folder.Path} and takes no errands. Wait until it has ended, or stop it.");
        }

        await using var stream = new NetworkStream(socket);
        await Send(stream, new Request(errand.Verb, arguments), stop);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(stop) is { } line)
        {
            var said = JsonSerializer.Deserialize<Answer>(line, Json.Stored)!;
            if (said.Step is not null)
            {
                progress.Report(said.Step);
            }
            else
            {
                return said.Result is { } result ? result : new Problem(said.Code!, 409, said.Message!);
            }
        }

        throw new CannotStart("The server stopped before it was done. Look at its log, and try again.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var caller = await _listener!.AcceptAsync(stoppingToken);
                _ = Serve(caller, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _listener!.Close();
        }
    }

    private async Task Serve(Socket caller, CancellationToken stop)
    {
        try
        {
            await using var stream = new NetworkStream(caller, ownsSocket: true);
            using var reader = new StreamReader(stream);
            if (await reader.ReadLineAsync(stop) is { } line && JsonSerializer.Deserialize<Request>(line, Json.Stored) is { } request)
            {
                await Send(stream, await Run(request, stream, stop), stop);
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or JsonException)
        {
            log.LogWarning(e, "A caller at the control socket went away");
        }
    }

    private async Task<Answer> Run(Request request, Stream stream, CancellationToken stop)
    {
        if (Errand.All.FirstOrDefault(e => e.Verb == request.Verb) is not { } errand)
        {
            return new Answer(Code: "unknown-verb", Message: $"The running server is another version and does not know '{request.Verb}'. Restart it.");
        }

        try
        {
            var steps = new Steps(step => Send(stream, new Answer(Step: step), stop));
            var result = await errand.Do(services, request.Arguments, steps, stop);
            await steps.Sent;
            return result.Problem is { } p ? new Answer(Code: p.Code, Message: p.Message) : new Answer(Result: result.Value);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogError(e, "The errand {Verb} failed", request.Verb);
            return new Answer(Code: "fault", Message: Complaint.Of(e));
        }
    }

    private static async Task Send<T>(Stream stream, T line, CancellationToken stop) =>
        await stream.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line, Json.Stored), (byte)'\n'], stop);

    private sealed record Request(string Verb, JsonObject Arguments);

    private sealed record Answer(Step? Step = null, JsonObject? Result = null, string? Code = null, string? Message = null);

    // Steps are told from any thread and sent one after another; Progress<T> would lose their order.
    private sealed class Steps(Func<Step, Task> send) : IProgress<Step>
    {
        private readonly Lock _gate = new();

        public Task Sent { get; private set; } = Task.CompletedTask;

        public void Report(Step value)
        {
            lock (_gate)
            {
                Sent = After(Sent, value);
            }
        }

        private async Task After(Task before, Step step)
        {
            await before;
            await send(step);
        }
    }
}
