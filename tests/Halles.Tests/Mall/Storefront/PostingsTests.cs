using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

public sealed class PostingsTests
{
    [Fact]
    public void What_was_read_before_a_change_is_not_kept_after_it()
    {
        var (postings, reads) = (new Postings(), 0);
        int[] Read() => [++reads];
        postings.Of("pain", Read).ShouldBe([1]);
        postings.Of("pain", Read).ShouldBe([1]);
        postings.Forget();
        postings.Of("pain", Read).ShouldBe([2]);
        postings.Of("vin", () =>
        {
            postings.Forget(); // a text is written while this is being read
            return Read();
        }).ShouldBe([3]);
        postings.Of("vin", Read).ShouldBe([4]);
    }

    [Fact]
    public void It_takes_no_more_memory_than_it_may()
    {
        var postings = new Postings(most: 4_000_000);
        var (asked, read) = (0, 0);
        for (var i = 0; i < 1_000; i++)
        {
            postings.Of($"word {i}", () => new int[10_000]);
        }

        for (var i = 0; i < 1_000; i++)
        {
            asked++;
            postings.Of($"word {i}", () =>
            {
                read++;
                return [];
            });
        }

        (asked - read).ShouldBeLessThan(400, "four million keys at ten thousand each");
    }
}
