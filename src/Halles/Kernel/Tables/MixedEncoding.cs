using System.Text;

namespace Halles.Kernel.Tables;

/// <summary>
/// Reads bytes as UTF-8, and each byte that is none as Windows-1252 has it: so files of either, and of both glued together,
/// come out as they were meant. (Text in Windows-1252 that happens to be UTF-8 needs two letters such as "Ã©" side by side.)
/// </summary>
internal static class MixedEncoding
{
    /// <summary>What Windows-1252 has where Latin-1 has control characters (the WHATWG encoding index); its five holes stay as they are.</summary>
    private const string HighControls = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

    public static Encoding Utf8OrWindows1252 { get; } = Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new Fallback());

    private sealed class Fallback : DecoderFallback
    {
        public override int MaxCharCount => 4;

        public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer();
    }

    private sealed class Buffer : DecoderFallbackBuffer
    {
        private readonly char[] _chars = new char[4];
        private int _count;
        private int _next;

        public override int Remaining => _count - _next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            (_count, _next) = (0, 0);
            foreach (var unknown in bytesUnknown)
            {
                _chars[_count++] = unknown is >= 0x80 and < 0xA0 ? HighControls[unknown - 0x80] : (char)unknown;
            }

            return _count > 0;
        }

        public override char GetNextChar() => _next < _count ? _chars[_next++] : '\0';

        public override bool MovePrevious() => _next > 0 && _next-- > 0;

        public override void Reset() => (_count, _next) = (0, 0);
    }
}
