using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Halles.Web.Pages;

/// <summary>
/// Renders a component into text and sends it whole, so that a status precedes its first byte and a fault leaves nothing half
/// said. The renderer is the one for HTML alone: pages have no circuits, no streaming and no state to persist, and the one of
/// endpoints prepares all of these for each of them.
/// </summary>
internal sealed class PageResult(Type page, object? parameters, int status) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var html = new HtmlText();
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
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(html.Written.Length));
        try
        {
            await response.Body.WriteAsync(bytes.AsMemory(0, Encoding.UTF8.GetBytes(html.Written, bytes)), httpContext.RequestAborted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Text in a rented buffer: a page is thousands of small writes.</summary>
    private sealed class HtmlText : TextWriter
    {
        private char[] _chars = ArrayPool<char>.Shared.Rent(32 * 1024);
        private int _length;

        public override Encoding Encoding => Encoding.Unicode;

        public ReadOnlySpan<char> Written => _chars.AsSpan(0, _length);

        public override void Write(char value) => Write([value]);

        public override void Write(string? value) => Write(value.AsSpan());

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (_chars.Length - _length < buffer.Length)
            {
                Grow(buffer.Length);
            }

            buffer.CopyTo(_chars.AsSpan(_length));
            _length += buffer.Length;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && _chars.Length > 0)
            {
                ArrayPool<char>.Shared.Return(_chars);
                _chars = [];
            }

            base.Dispose(disposing);
        }

        private void Grow(int more)
        {
            var wider = ArrayPool<char>.Shared.Rent(Math.Max(_chars.Length * 2, _length + more));
            Written.CopyTo(wider);
            ArrayPool<char>.Shared.Return(_chars);
            _chars = wider;
        }
    }
}
