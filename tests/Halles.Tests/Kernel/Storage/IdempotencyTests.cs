using Halles.Kernel;
using Halles.Kernel.Jobs;
using Halles.Kernel.Storage;
using Halles.Testing;

namespace Halles.Tests.Kernel.Storage;

public sealed class IdempotencyTests
{
    [Theory, OnBothEngines]
    public async Task The_same_key_and_body_give_the_same_answer_and_do_it_once(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var done = 0;
        var first = await Ask(mall, Key("a", "body"), () => ++done);
        var again = await Ask(mall, Key("a", "body"), () => ++done);
        (first.Value, again.Value, done).ShouldBe((1, 1, 1));
    }

    [Theory, OnBothEngines]
    public async Task Another_body_under_the_same_key_is_refused(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Ask(mall, Key("a", "body"), () => 1);
        var other = await Ask(mall, Key("a", "another"), () => 2);
        other.Problem.ShouldBe(StorageProblems.KeyReused);
        other.Problem!.Status.ShouldBe(422);
    }

    [Theory, OnBothEngines]
    public async Task A_refusal_binds_nothing(Engine engine)
    {
        using var mall = TestMall.On(engine);
        (await Ask(mall, Key("a", "body"), () => StorageProblems.Stale)).Problem.ShouldBe(StorageProblems.Stale);
        (await Ask(mall, Key("a", "another"), () => 2)).Value.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Keys_of_two_people_are_two_keys(Engine engine)
    {
        using var mall = TestMall.On(engine);
        (await Ask(mall, IdempotencyKey.For("person:1 place", "a", "body"), () => 1)).Value.ShouldBe(1);
        (await Ask(mall, IdempotencyKey.For("person:2 place", "a", "body"), () => 2)).Value.ShouldBe(2);
    }

    [Theory, OnBothEngines]
    public async Task Of_many_in_flight_one_does_it_and_all_get_its_answer(Engine engine)
    {
        using var mall = TestMall.On(engine);
        var done = 0;
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Ask(mall, Key("a", "body"), () => Interlocked.Increment(ref done))));
        answers.ShouldAllBe(a => a.Value == 1);
        done.ShouldBe(1);
        mall.Scalar<long>("SELECT count(*) FROM idempotency_keys").ShouldBe(1);
    }

    [Theory, OnBothEngines]
    public async Task A_key_is_forgotten_when_nobody_can_repeat_it_any_more(Engine engine)
    {
        using var mall = TestMall.On(engine);
        await Ask(mall, Key("a", "body"), () => 1);
        mall.Clock.Advance(ForgetKeys.Kept - TimeSpan.FromDays(1));
        await new ForgetKeys(mall.Writer).Run("", CancellationToken.None);
        (await Ask(mall, Key("a", "body"), () => 2)).Value.ShouldBe(1);
        mall.Clock.Advance(TimeSpan.FromDays(2));
        await new ForgetKeys(mall.Writer).Run("", CancellationToken.None);
        (await Ask(mall, Key("a", "body"), () => 2)).Value.ShouldBe(2);
    }

    private static IdempotencyKey Key(string key, string body) => IdempotencyKey.For("person:1 place", key, body);

    private static Task<Result<int>> Ask(TestMall mall, IdempotencyKey key, Func<Result<int>> work) =>
        mall.Writer.WriteOnce(key, _ => work(), Lane.Trade, []);
}
