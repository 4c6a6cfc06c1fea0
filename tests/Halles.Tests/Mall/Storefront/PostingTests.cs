using Halles.Mall.Storefront;

namespace Halles.Tests.Mall.Storefront;

public sealed class PostingTests
{
    [Fact]
    public void A_list_is_searched_in_rising_order_and_two_are_made_one_as_sets_say()
    {
        var random = new Random(7);
        for (var round = 0; round < 2_000; round++)
        {
            var (a, b) = (Rising(random.Next(40)), Rising(random.Next(400)));
            var either = Posting.Either(ListOf(a, Posting.Name), ListOf(b, Posting.Body));
            either.Select(Posting.Key).ShouldBe(a.Union(b).Order());
            var place = 0;
            foreach (var key in Enumerable.Range(1, 500).Where(_ => random.Next(3) == 0))
            {
                Posting.Find(either, ref place, key).ShouldBe((a.Contains(key) ? Posting.Name : 0) | (b.Contains(key) ? Posting.Body : 0));
            }
        }

        int[] Rising(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(1, 500)).Distinct().Order()];
    }

    [Fact]
    public void The_word_itself_counts_before_one_that_may_be_meant()
    {
        var meant = Posting.AsMeant(ListOf([1, 2], Posting.Name));
        Posting.Either(ListOf([2], Posting.Body), meant).ShouldBe([Posting.Of(1, Posting.Name | Posting.Meant), Posting.Of(2, Posting.Body)]);
        Posting.Either(meant, ListOf([2], Posting.Body)).ShouldBe([Posting.Of(1, Posting.Name | Posting.Meant), Posting.Of(2, Posting.Body)]);
    }

    [Fact]
    public void Ten_million_products_have_room() => Posting.Key(Posting.Of(10_000_000, Posting.Fields)).ShouldBe(10_000_000);

    private static int[] ListOf(int[] keys, int fields) => [.. keys.Select(k => Posting.Of(k, fields))];
}
