using Halles.Kernel;

namespace Halles.Mall.Media;

/// <summary>Every way in which a photo is refused.</summary>
public static class PhotoProblems
{
    public static readonly Problem Empty = new("photo-empty", 422, "This file is empty. Choose a photo.");
    public static readonly Problem TooLarge = new("photo-too-large", 422, "This photo is larger than 20 MB. Take it smaller, or save it as JPEG.");
    public static readonly Problem TooManyPixels = new("photo-too-many-pixels", 422, "This photo has more than 50 million pixels. Make it smaller first.");
    public static readonly Problem TooSmall = new("photo-too-small", 422, "This photo is smaller than 160 by 160 pixels. Choose a larger one.");
    public static readonly Problem Type = new("photo-type", 422, "This is not a photo that browsers show. Choose a JPEG, PNG or WebP file.");
    public static readonly Problem Damaged = new("photo-damaged", 422, "This photo is damaged or not whole. Save it again and choose it once more.");
}
