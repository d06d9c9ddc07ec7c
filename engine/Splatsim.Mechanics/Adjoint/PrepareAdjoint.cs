using Splatsim.Mathematics;

namespace Splatsim.Mechanics;

/// <summary>From derivatives by a law's coefficients to derivatives by what users set.</summary>
public static class PrepareAdjoint
{
    /// <summary>How many coefficients, counted from the first, follow the user values at all.</summary>
    /// <param name="user">User values.</param>
    /// <typeparam name="TLaw">The law.</typeparam>
    public static int CoefficientCount<TLaw>(in LawParameters<Real64> user)
        where TLaw : struct, ILaw
    {
        int count = 0;
        IReadOnlyList<LawParameter> parameters = TLaw.Description.Parameters;
        for (int i = 0; i < parameters.Count; i++)
        {
            LawParameters<Dual<Real64>> values = LawSeeds.Parameters(in user, parameters[i].IsChoice ? -1 : i);
            TLaw.Prepare(in values, out LawParameters<Dual<Real64>> coefficients);
            Span<Dual<Real64>> all = LawNumbers.AsSpan(ref coefficients);
            for (int k = count; k < all.Length; k++)
                if (all[k].Tangent.Value != 0) count = k + 1;
        }

        return count;
    }

    /// <summary>Derivatives by the user values of a material.</summary>
    /// <param name="user">User values.</param>
    /// <param name="prepared">Derivatives of a loss by the coefficients that <see cref="ILaw.Prepare"/> made of them.</param>
    /// <param name="initialHistory">Derivatives by the history that undeformed particles start with; zeros where they were given one.</param>
    /// <returns>Derivatives by the user values, in the order of the law's description; 0 for named options.</returns>
    /// <typeparam name="TLaw">The law.</typeparam>
    /// <typeparam name="T">The number.</typeparam>
    public static LawParameters<T> User<TLaw, T>(
        in LawParameters<T> user, in LawParameters<T> prepared, in LawHistory<T> initialHistory)
        where TLaw : struct, ILaw
        where T : unmanaged, IReal<T>
    {
        LawParameters<T> gradient = default;
        IReadOnlyList<LawParameter> parameters = TLaw.Description.Parameters;
        for (int i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].IsChoice) continue;
            LawParameters<Dual<T>> values = LawSeeds.Parameters(in user, i);
            TLaw.Prepare(in values, out LawParameters<Dual<T>> coefficients);
            TLaw.InitialHistory(in coefficients, out LawHistory<Dual<T>> history);
            LawSeeds.Set(ref gradient, i, LawSeeds.Dot(in prepared, in coefficients) + LawSeeds.Dot(in initialHistory, in history));
        }

        return gradient;
    }
}
