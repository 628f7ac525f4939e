# SPDX-License-Identifier: GPL-2.0
# The demo's picture: gnuplot -e "dir='build/demo'; kind='svg'" plot.gp; kind is svg, png or dumb (text).

load dir.'/values.gp' # bound, lost, span
title_delay = "One-way delay of each packet that arrives, ms"
set style line 1 lc rgb "#c0392b" pt 7 ps 0.45 lw 2   # nothing reserved
set style line 2 lc rgb "#1e8449" pt 7 ps 0.45 lw 2   # iperf3, reserved
set style line 3 lc rgb "#2471a3" pt 7 ps 0.30 lw 1   # worst source
set style line 4 lc rgb "#222222" dt 2 lw 1.5         # bound

set xrange [-0.6:3.8]
set xtics 1
set logscale y
set yrange [0.5:3000]
set ytics (1, 10, 100, 1000)

if (kind eq 'dumb') {
	set terminal dumb size 110, 26
	set title title_delay
	set xlabel "s since the others began"
	set key outside bottom horizontal
	plot dir.'/before.dat' every 6 with points pt 'x' title sprintf('nothing reserved, %.0f %% lost', lost), \
		dir.'/worst.dat' every 6 with points pt 'o' title 'worst source, reserved', \
		dir.'/after.dat' every 6 with points pt '.' title 'iperf3, reserved', \
		bound with lines title sprintf('bound %.1f ms', bound)
	exit
}

if (kind eq 'svg') {
	set terminal svg size 900, 640 font 'sans,13' background '#ffffff'
	set output dir.'/demo.svg'
} else {
	set terminal pngcairo size 900, 640 font 'sans,11' background '#ffffff'
	set output dir.'/demo.png'
}
set border 3 lc rgb "#666666"
set tics nomirror
set grid ytics lc rgb "#dddddd" lw 1
set object 1 rectangle from 0, graph 0 to span, graph 1 behind fc rgb "#f4f1ea" fs solid noborder
set lmargin 9
set rmargin 24

set multiplot
set size 1, 0.6
set origin 0, 0.4
set title title_delay
set label 1 sprintf("bound %.1f ms", bound) at 3.85, bound tc rgb "#222222"
set label 2 sprintf("nothing reserved:\n%.0f %% lost", lost) at 3.85, 1100 tc ls 1
set label 3 "worst source\nits Tspec allows,\nreserved" at 3.85, 20 tc ls 3
set label 4 "iperf3, reserved" at 3.85, 1.7 tc ls 2
set label 5 "100 Mbit/s of others on a wire of 10" at span / 2, graph 0.05 center tc rgb "#8a7f66"
unset key
plot dir.'/before.dat' with points ls 1, dir.'/worst.dat' with points ls 3, dir.'/after.dat' with points ls 2, \
	bound with lines ls 4

set size 1, 0.4
set origin 0, 0
unset label
unset logscale y
set yrange [0:2.8]
set ytics 1
set title "Rate at which iperf3's 2 Mbit/s arrive, Mbit/s"
set xlabel "s since the others began"
set label 6 "reserved" at 3.85, 2.05 tc ls 2
set label 7 "nothing reserved" at 3.85, 0.3 tc ls 1
plot dir.'/before.rate' with lines ls 1, dir.'/after.rate' with lines ls 2
unset multiplot
