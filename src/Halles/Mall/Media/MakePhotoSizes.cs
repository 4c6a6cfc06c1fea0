using System.Text.Json;
using Halles.Kernel;
using Halles.Kernel.Jobs;

namespace Halles.Mall.Media;

/// <summary>A photo whose sizes are wanted.</summary>
public sealed record PhotoToMake(string Hash, PhotoShape Shape);

/// <summary>Makes the sizes of an uploaded photo ahead, so that the first shopper does not wait for them.</summary>
internal sealed class MakePhotoSizes(Photos photos) : IJob
{
    internal const string Name = "make-photo-sizes";

    public string Kind => Name;

    public Task Run(string payload, CancellationToken stop)
    {
        var photo = JsonSerializer.Deserialize<PhotoToMake>(payload, Json.Stored)!;
        return photos.MakeAll(photo.Hash, photo.Shape, stop);
    }
}
