using System.Collections.Concurrent;
using Halles.Kernel;
using Halles.Testing;

namespace Halles.Tests.Kernel;

public sealed class IdsTests
{
    [Fact]
    public void They_rise_within_a_millisecond_and_beyond_its_four_thousand()
    {
        var ids = Enumerable.Range(0, 10_000).Select(_ => Ids.New(DateTimeOffset.UnixEpoch)).ToList();
        ids.Zip(ids.Skip(1)).ShouldAllBe(p => Order(p.First, p.Second) < 0);
    }

    [Fact]
    public void They_rise_when_the_clock_jumps_back()
    {
        var clock = new ManualClock(TimeProvider.System.GetUtcNow());
        var before = Ids.New(clock);
        clock.Advance(TimeSpan.FromDays(-400));
        Order(before, Ids.New(clock)).ShouldBeLessThan(0);
    }

    [Fact]
    public void Each_thread_sees_its_own_rise_and_none_is_made_twice()
    {
        var all = new ConcurrentBag<Guid>();
        Parallel.For(0, 8, _ =>
        {
            var own = Enumerable.Range(0, 5_000).Select(_ => Ids.New(TimeProvider.System)).ToList();
            own.Zip(own.Skip(1)).ShouldAllBe(p => Order(p.First, p.Second) < 0);
            own.ForEach(all.Add);
        });
        all.Distinct().Count().ShouldBe(40_000);
    }

    [Fact]
    public void They_are_uuids_of_version_7()
    {
        var id = Ids.New(TimeProvider.System);
        (id.Version, id.Variant >> 2).ShouldBe((7, 2));
    }

    private static int Order(Guid a, Guid b) => a.ToByteArray(bigEndian: true).AsSpan().SequenceCompareTo(b.ToByteArray(bigEndian: true));
}
