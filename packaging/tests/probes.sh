# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT
# config.site: what it answers for a configure script that cannot run programs is what running them says.

# wasock-cc whose programs can be run: each is a script that runs the module in wasock-run.
runnable_cc() {
    cat >cc <<-EOF
		#!/bin/sh
		"$prefix/bin/wasock-cc" "\$@" || exit
		out=a.out last=
		for argument; do
		    [ "\$last" != -o ] || out=\$argument
		    last=\$argument
		done
		case \$out in *.o) exit ;; esac
		[ -f "\$out" ] || exit 0
		mv "\$out" "\$out.module"
		printf '#!/bin/sh\nexec "%s" --dir=. "%s" "\$@"\n' "$prefix/bin/wasock-run" "\$out.module" >"\$out"
		chmod +x "\$out"
	EOF
    chmod +x cc
}

# The answers, without those about the tools and without what is set for every script.
answers() {
    grep -o '^[a-z]*_cv_[a-zA-Z0-9_]*=.*' "$1" | sed 's/=\${[^=]*=\(.*\)}$/=\1/' | grep -v -e '^ac_cv_env_' -e _prog_ -e '^ac_cv_build=' | LC_ALL=C sort
}

check_config_site_answers_as_a_run_does() {
    cp "$root/packaging/tests/configure.ac" /usr/share/misc/config.{guess,sub} .
    autoheader -Wno-obsolete
    autoconf -Wno-obsolete
    runnable_cc
    mkdir run cross
    local cc=$PWD/cc
    (cd run && quietly ../configure --build=wasm32-wasi --host=wasm32-wasi CC="$cc" --cache-file=cache)
    (cd cross && CONFIG_SITE=$prefix/share/wasock/config.site quietly ../configure --host=wasm32-wasi \
        CC="$prefix/bin/wasock-cc" --cache-file=cache)
    grep -q 'cross compiling... no' run/said
    grep -q 'cross compiling... yes' cross/said
    answers run/cache >run/answers
    answers cross/cache >cross/answers
    diff run/answers cross/answers
    diff run/config.h cross/config.h
    # Each answer has been asked for.
    grep -o '[a-z]*_cv_[a-zA-Z0-9_]*' "$prefix/share/wasock/config.site" | LC_ALL=C sort -u >given
    sed 's/=.*//' run/answers | LC_ALL=C comm -23 given - | diff /dev/null -
}

check_config_site_leaves_other_compilers_alone() {
    is '' sh -c 'CC=gcc host_alias=; . "$1"; echo $ac_cv_func_fork' sh "$prefix/share/wasock/config.site"
    is no sh -c 'CC=wasock-cc host_alias=; . "$1"; echo $ac_cv_func_fork' sh "$prefix/share/wasock/config.site"
}

check_an_answer_of_the_users_own_stands() {
    is yes sh -c 'CC=wasock-cc ac_cv_func_fork=yes; . "$1"; echo $ac_cv_func_fork' sh "$prefix/share/wasock/config.site"
}
