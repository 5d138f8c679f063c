// Modules with a forward function of one to four inputs, and hooks around it. One overrides forward and calls call.
namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input);
        }

        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private readonly OrderedDictionary<int, TPreHook> _preHooks = [];
            private readonly OrderedDictionary<int, TPostHook> _postHooks = [];
            private int _nextHook;

            protected HookableModule(string name)
                : base(name)
            {
            }

            // A copy, since a hook may remove itself.
            private protected TPreHook[] PreHooks => [.. _preHooks.Values];

            private protected TPostHook[] PostHooks => [.. _postHooks.Values];

            public HookRemover register_forward_hook(TPostHook hook)
            {
                _postHooks.Add(_nextHook, hook);
                return new HookRemover(this, _nextHook++);
            }

            public HookRemover register_forward_pre_hook(TPreHook hook)
            {
                _preHooks.Add(_nextHook, hook);
                return new HookRemover(this, _nextHook++);
            }

            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly int _hook;

                internal HookRemover(HookableModule<TPreHook, TPostHook> module, int hook)
                {
                    _module = module;
                    _hook = hook;
                }

                public void remove()
                {
                    _module._preHooks.Remove(_hook);
                    _module._postHooks.Remove(_hook);
                }
            }
        }

        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T?>, Func<Module<T, TResult>, T, TResult, TResult?>>, IModule<T, TResult>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T input);

            public TResult call(T input)
            {
                foreach (var hook in PreHooks)
                {
                    input = hook(this, input) ?? input;
                }

                var result = forward(input);
                foreach (var hook in PostHooks)
                {
                    result = hook(this, input, result) ?? result;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, TResult>
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult?>>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                foreach (var hook in PreHooks)
                {
                    (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                }

                var result = forward(input1, input2);
                foreach (var hook in PostHooks)
                {
                    result = hook(this, input1, input2, result) ?? result;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, TResult>
            : HookableModule<Func<Module<T1, T2, T3, TResult>, T1, T2, T3, (T1, T2, T3)?>,
                Func<Module<T1, T2, T3, TResult>, T1, T2, T3, TResult, TResult?>>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3);

            public TResult call(T1 input1, T2 input2, T3 input3)
            {
                foreach (var hook in PreHooks)
                {
                    (input1, input2, input3) = hook(this, input1, input2, input3) ?? (input1, input2, input3);
                }

                var result = forward(input1, input2, input3);
                foreach (var hook in PostHooks)
                {
                    result = hook(this, input1, input2, input3, result) ?? result;
                }

                return result;
            }
        }

        public abstract class Module<T1, T2, T3, T4, TResult>
            : HookableModule<Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, (T1, T2, T3, T4)?>,
                Func<Module<T1, T2, T3, T4, TResult>, T1, T2, T3, T4, TResult, TResult?>>
        {
            protected Module(string name)
                : base(name)
            {
            }

            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4)
            {
                foreach (var hook in PreHooks)
                {
                    (input1, input2, input3, input4) =
                        hook(this, input1, input2, input3, input4) ?? (input1, input2, input3, input4);
                }

                var result = forward(input1, input2, input3, input4);
                foreach (var hook in PostHooks)
                {
                    result = hook(this, input1, input2, input3, input4, result) ?? result;
                }

                return result;
            }
        }
    }
}
