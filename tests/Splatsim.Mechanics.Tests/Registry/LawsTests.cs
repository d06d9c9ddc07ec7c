using Splatsim.Mathematics;

namespace Splatsim.Mechanics.Tests;

/// <summary>The registry and what it says of each law.</summary>
public sealed class LawsTests
{
    public static TheoryData<string> Keys() => [.. Laws.All.Select(law => law.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Description_OfEveryLaw_IsComplete(string key)
    {
        LawDescription description = Laws.Find(key).Description;
        Assert.Matches("^[a-z]+(-[a-z]+)*$", description.Name);
        Assert.True(description.Summary.Length > 20 && description.Summary.EndsWith('.'));
        Assert.True(description.Source.Length > 20);
        Assert.InRange(description.Parameters.Count, 0, LawParameters<Real64>.Capacity);
        Assert.InRange(description.History.Count, 0, LawHistory<Real64>.Capacity);
        Assert.Equal(description.Parameters.Count, description.Parameters.Select(p => p.Key).Distinct().Count());
        Assert.All(description.Parameters, p =>
        {
            Assert.Matches("^[a-z][A-Za-z]+$", p.Key);
            Assert.NotEmpty(p.Unit);
            Assert.EndsWith(".", p.Summary, StringComparison.Ordinal);
            Assert.InRange(p.Default, p.Minimum, p.Maximum);
            Assert.True(p.Minimum < p.Maximum);
        });
        Assert.All(description.History, h => Assert.NotEmpty(h.Summary));
    }

    [Fact]
    public void All_Keys_AreDistinct() => Assert.Equal(Laws.All.Count, Laws.All.Select(law => law.Key).Distinct().Count());

    [Fact]
    public void Accept_VisitsEveryLawWithItsKey()
    {
        KeyCollector collector = new();
        Laws.Accept(collector);
        Assert.Equal(Laws.All.Select(law => law.Key), collector.Keys);
    }

    [Fact]
    public void Find_UnknownLaw_NamesTheNearest()
    {
        UnknownLawException error = Assert.Throws<UnknownLawException>(() => Laws.Find("neohookian"));
        Assert.Equal("neo-hookean", error.Nearest[0]);
        Assert.Contains("neo-hookean", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pack_UnknownParameter_NamesTheNearest()
    {
        LawParameterException error = Assert.Throws<LawParameterException>(
            () => Laws.Find("von-mises").Description.Pack(new Dictionary<string, double> { ["yieldStres"] = 1 }));
        Assert.Equal("yieldStres", error.Key);
        Assert.Contains("'yieldStress'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("poissonsRatio", 0.5)]
    [InlineData("youngsModulus", double.NaN)]
    [InlineData("cone", 0.5)]
    public void Pack_ValueOutOfRange_NamesTheRange(string key, double value) =>
        Assert.Contains(key, Assert.Throws<LawParameterException>(
            () => Laws.Find("drucker-prager").Description.Pack(new Dictionary<string, double> { [key] = value })).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Pack_AngleInDegrees_IsConverted() =>
        Assert.Equal(
            35 * Math.PI / 180,
            Laws.Find("drucker-prager").Description
                .Pack(new Dictionary<string, double> { ["frictionAngleDegrees"] = 35 }).P2.Value,
            1e-15);

    [Fact]
    public void Choice_UnknownName_ListsTheNames() =>
        Assert.Contains("plane-strain", Assert.Throws<LawParameterException>(
            () => Laws.Find("drucker-prager").Description.Parameters[4].Choice("plain")).Message, StringComparison.Ordinal);

    [Fact]
    public void Stationary_HoldsItsNodes_AndNoOtherLawDoes() =>
        Assert.Equal(["stationary"], Laws.All.Where(law => law.Description.HoldsNodes).Select(law => law.Key));

    [Fact]
    public void Rigid_IsOneBody_AndNoOtherLawIs() =>
        Assert.Equal(["rigid"], Laws.All.Where(law => law.Description.IsRigid).Select(law => law.Key));

    private sealed class KeyCollector : ILawVisitor
    {
        public List<string> Keys { get; } = [];

        public void Visit<TLaw>(string key)
            where TLaw : struct, ILaw
        {
            Assert.Equal(key, TLaw.Description.Name);
            Keys.Add(key);
        }
    }
}
