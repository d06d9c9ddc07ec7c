namespace Splatsim.Mechanics;

/// <summary>The constitutive laws that there are. To add one: a file in Models, and one line here.</summary>
public static class Laws
{
    /// <summary>All laws, in the order in which users see them.</summary>
    public static IReadOnlyList<LawEntry> All { get; } =
    [
        LawEntry.OfBoth<FixedCorotated>(),
        LawEntry.OfTensor<NeoHookean>(),
        LawEntry.OfTensor<NeoHookeanSplit>(),
        LawEntry.OfLogarithmic<StvkHencky>(),
        LawEntry.OfTensor<StvkGreen>(),
        LawEntry.OfPrincipal<UnilateralHencky>(),
        LawEntry.OfTensor<FibreElastic>(),
        LawEntry.OfTensor<Muscle>(),
        LawEntry.OfTensor<KelvinVoigt>(),
        LawEntry.OfLogarithmic<Maxwell>(),
        LawEntry.OfTensor<ViscoelasticSolid>(),
        LawEntry.OfLogarithmic<DruckerPrager>(),
        // In principal stretches only: its fixed-step solve is too much code for a GPU kernel to have twice.
        LawEntry.OfPrincipal<Logarithmic<DruckerPragerHardening>>(),
        LawEntry.OfLogarithmic<GranularFlow>(),
        LawEntry.OfPrincipal<CamClay>(),
        LawEntry.OfPrincipal<Snow>(),
        LawEntry.OfLogarithmic<VonMises>(),
        LawEntry.OfLogarithmic<VonMisesDamage>(),
        LawEntry.OfPrincipal<Brittle>(),
        LawEntry.OfPrincipal<Cloth>(),
        LawEntry.OfLogarithmic<Viscoplastic>(),
        LawEntry.OfTensor<NewtonianFluid>(),
        LawEntry.OfTensor<LinearFluid>(),
        LawEntry.OfPrincipal<BinghamFluid>(),
        LawEntry.OfPrincipal<Combined<FixedCorotated, DruckerPragerFlow>>(),
        LawEntry.OfPrincipal<Combined<FixedCorotated, VonMisesFlow>>(),
        LawEntry.OfPrincipal<Combined<FixedCorotated, FluidFlow>>(),
        LawEntry.OfPrincipal<Combined<NeoHookean, DruckerPragerFlow>>(),
        LawEntry.OfPrincipal<Combined<NeoHookean, VonMisesFlow>>(),
        LawEntry.OfPrincipal<Combined<NeoHookean, FluidFlow>>(),
        LawEntry.OfPrincipal<Combined<StvkHencky, FluidFlow>>(),
        LawEntry.OfPrincipal<Mixture>(),
        LawEntry.OfTensor<Rigid>(),
        LawEntry.OfTensor<Stationary>(),
    ];

    /// <summary>Calls generic code with every law.</summary>
    public static void Accept(ILawVisitor visitor)
    {
        foreach (LawEntry entry in All) entry.Accept(visitor);
    }

    /// <summary>The law of a name.</summary>
    /// <exception cref="UnknownLawException">There is none; the message has the nearest names.</exception>
    public static LawEntry Find(string key) =>
        TryFind(key) ?? throw new UnknownLawException(key, NearestNames.Of(key, All.Select(e => e.Key), 2));

    /// <summary>The law of a name, or null.</summary>
    public static LawEntry? TryFind(string key)
    {
        foreach (LawEntry entry in All)
            if (string.Equals(entry.Key, key, StringComparison.OrdinalIgnoreCase)) return entry;
        return null;
    }
}
