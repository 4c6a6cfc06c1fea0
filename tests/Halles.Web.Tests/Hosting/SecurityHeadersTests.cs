using Halles.Kernel.Storage;
using Halles.Web.Hosting;

namespace Halles.Web.Tests.Hosting;

public sealed class SecurityHeadersTests
{
    [Theory]
    [InlineData(null, "")]
    [InlineData("https://tiles.example.org/{z}/{x}/{y}.png", " https://tiles.example.org")]
    [InlineData("https://tiles.example.org:8443/{z}/{x}/{y}.png", " https://tiles.example.org:8443")]
    [InlineData("https://{s}.tiles.example.org:8443/{z}/{x}/{y}.png", " https://a.tiles.example.org:8443 https://b.tiles.example.org:8443 https://c.tiles.example.org:8443")]
    public void Tiles_may_come_from_every_host_that_the_map_asks(string? template, string hosts) => SecurityHeaders.TileHosts(template).ShouldBe(hosts);

    [Theory]
    [InlineData("/fr/")]
    [InlineData("/fr/basket")]
    [InlineData("/fr/sign-in")]
    public async Task Pages_invite_no_script_that_is_not_there(string path)
    {
        using var answer = await (await MallFixture.On(Engine.Sqlite)).Client.GetAsync(path);
        answer.IsSuccessStatusCode.ShouldBeTrue();
        answer.Headers.Contains("blazor-enhanced-nav").ShouldBeFalse();
    }
}
