using System.Text.Json;
using Halles.Kernel.Storage;

namespace Halles.Web.Tests.Api;

public sealed class OpenApiTests
{
    /// <summary>Set it to write the document anew instead of comparing: <c>HALLES_WRITE_OPENAPI=1 dotnet test …</c>.</summary>
    private const string Write = "HALLES_WRITE_OPENAPI";

    [Fact]
    public async Task The_document_is_the_one_that_is_committed()
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        var made = await mall.Client.GetStringAsync("/api/v1/openapi.json");
        var file = Path.Combine(Root(), "docs", "openapi.json");
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, made);
        }

        (await File.ReadAllTextAsync(file)).ShouldBe(made, $"The API has changed. Look at it, then write the document anew with {Write}=1.");
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_takes_and_refuses()
    {
        var mall = await MallFixture.On(Engine.Sqlite);
        using var document = JsonDocument.Parse(await mall.Client.GetStringAsync("/api/v1/openapi.json"));
        document.RootElement.GetProperty("openapi").GetString().ShouldStartWith("3.1");
        var operations = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(p => p.Value.EnumerateObject().Select(o => (Path: p.Name, Operation: o.Value))).ToList();
        operations.Count.ShouldBeGreaterThan(10);
        operations.Select(o => o.Operation.GetProperty("operationId").GetString()).ShouldBeUnique();
        foreach (var (path, operation) in operations)
        {
            operation.GetProperty("summary").GetString()!.Length.ShouldBeGreaterThan(10, path);
            var named = operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray().ToList() : [];
            named.ShouldAllBe(p => p.GetProperty("description").GetString()!.Length > 5, path);
            named.Where(p => p.GetProperty("in").GetString() == "path").Select(p => "{" + p.GetProperty("name").GetString() + "}")
                .ShouldBe(path.Split('/').Where(s => s.StartsWith('{')), ignoreOrder: true, path);
            var answers = operation.GetProperty("responses").EnumerateObject().ToList();
            answers.ShouldContain(a => a.Name == "200" || a.Name == "201", path);
            answers.ShouldContain(a => a.Name == "429", path);
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Halles.slnx")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }
}
