using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Halles.Web.Pages;

/// <summary>
/// Renders a component into bytes and sends them whole, so that a status precedes its first byte and a fault leaves nothing half
/// said. The renderer is the one for HTML alone: pages have no circuits, no streaming and no state to persist, and the one of
/// endpoints prepares all of these for each of them.
/// </summary>
internal sealed class PageResult(Type page, object? parameters, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var html = new HtmlBytes();
        await using (var renderer = new HtmlRenderer(httpContext.RequestServices, httpContext.RequestServices.GetRequiredService<ILoggerFactory>()))
        {
            await renderer.Dispatcher.InvokeAsync(async () =>
            {
                var root = await renderer.RenderComponentAsync(page, parameters is null ? ParameterView.Empty : ParameterView.FromDictionary(new RouteValueDictionary(parameters)));
                root.WriteHtmlTo(html);
            });
        }

        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        await response.Body.WriteAsync(html.Written, httpContext.RequestAborted);
    }

    /// <summary>Text that is written into a rented buffer as UTF-8.</summary>
    private sealed class HtmlBytes : TextWriter
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(64 * 1024);
        private int _length;

        public override Encoding Encoding => Encoding.UTF8;

        public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            var most = Encoding.UTF8.GetMaxByteCount(buffer.Length);
            if (_bytes.Length - _length < most)
            {
                var wider = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + most));
                Written.Span.CopyTo(wider);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = wider;
            }

            _length += Encoding.UTF8.GetBytes(buffer, _bytes.AsSpan(_length));
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && _bytes.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = [];
            }

            base.Dispose(disposing);
        }
    }
}
