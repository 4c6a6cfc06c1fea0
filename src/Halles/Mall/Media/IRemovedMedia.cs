namespace Halles.Mall.Media;

/// <summary>Knows which photos are served no longer.</summary>
public interface IRemovedMedia
{
    /// <summary>Whether a photo was removed and nobody shows it any more. Quick; at most some seconds late.</summary>
    /// <param name="hash">Of the original, hex.</param>
    bool IsGone(string hash);
}
