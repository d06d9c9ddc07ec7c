namespace Splatsim.Mechanics;

/// <summary>Code that is generic over the law, called with the law's type.</summary>
public interface ILawVisitor
{
    /// <summary>Called with one law.</summary>
    /// <typeparam name="TLaw">The law.</typeparam>
    /// <param name="key">Its name.</param>
    void Visit<TLaw>(string key)
        where TLaw : struct, ILaw;
}
