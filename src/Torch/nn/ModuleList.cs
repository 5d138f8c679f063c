// A list of modules whose names are their positions. Children are registered when the list itself is registered with a parent.
using System.Collections;

namespace TorchSharp.Modules;

public class ModuleList<T> : torch.nn.Module, IList<T>
    where T : torch.nn.Module
{
    private readonly List<T> _list;
    private bool _registered;

    public ModuleList(params T[] modules)
        : base("ModuleList")
    {
        _list = [.. modules];
    }

    public int Count => _list.Count;

    public bool IsReadOnly => false;

    public T this[int index]
    {
        get => _list[index];
        set
        {
            _list[index] = value;
            RegisterAgain();
        }
    }

    public void Add(T item)
    {
        _list.Add(item);
        RegisterAgain();
    }

    public void append(params T[] parameters) => extend(parameters);

    public void extend(IEnumerable<T> modules)
    {
        _list.AddRange(modules);
        RegisterAgain();
    }

    public void Insert(int index, T item)
    {
        _list.Insert(index, item);
        RegisterAgain();
    }

    public bool Remove(T item)
    {
        var removed = _list.Remove(item);
        RegisterAgain();
        return removed;
    }

    public void RemoveAt(int index)
    {
        _list.RemoveAt(index);
        RegisterAgain();
    }

    public void Clear()
    {
        _list.Clear();
        RegisterAgain();
    }

    public bool Contains(T item) => _list.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => _list.CopyTo(array, arrayIndex);

    public int IndexOf(T item) => _list.IndexOf(item);

    public IEnumerator<T> GetEnumerator() => _list.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    protected override void RegisterComponents()
    {
        if (!_registered)
        {
            _registered = true;
            RegisterAgain();
        }
    }

    private void RegisterAgain()
    {
        if (!_registered)
        {
            return;
        }

        ClearModules();
        for (var i = 0; i < _list.Count; i++)
        {
            register_module(i.ToString(), _list[i]);
        }
    }
}
